import type { ReadonlyPixels } from '../domain/image.ts';
import { sizeMmOf } from './draw-view.ts';
import { type GreyImage, overlayPicture, picturesWithin } from './encode-image.ts';
import { type GreyWindow, greyWindowOf, toGreys } from './grey-window.ts';
import { heatmapColours } from './heatmap-colours.ts';
import type { ReportView } from './report-study.ts';
import type { ViewPictures } from './viewer.ts';

/** Maximum base64 characters of a page's slices, which keeps the whole page under 1.5 MB. */
const MAX_CHARACTERS = 1_250_000;

/** One window per series, so that its slices are comparable. */
export const windowsOf = (views: readonly ReportView[]): ReadonlyMap<string | undefined, GreyWindow> => {
  const pixels = new Map<string | undefined, ReadonlyPixels[]>();
  for (const { series, slices } of views) {
    const together = pixels.get(series?.label) ?? [];
    pixels.set(series?.label, [...together, ...slices.map((slice) => slice.pixels)]);
  }
  return new Map([...pixels].map(([label, images]) => [label, greyWindowOf(images)]));
};

const greysOf = ({ slices, series }: ReportView, windows: ReturnType<typeof windowsOf>): readonly GreyImage[] => {
  const window = windows.get(series?.label);
  if (window === undefined) return [];
  return slices.map((slice) => ({
    rows: slice.rows,
    columns: slice.columns,
    greys: toGreys(slice.pixels, window, slice.inverted),
    ...sizeMmOf(slice),
  }));
};

const heatmapOf = async ({ heatmaps, site, slices }: ReportView): Promise<string | undefined> => {
  const colours = slices.length === 0 ? undefined : heatmapColours(heatmaps, site);
  return colours && overlayPicture(colours.rgba, colours);
};

/** Pictures of all views, in order. */
export const studyPictures = async (views: readonly ReportView[]): Promise<readonly ViewPictures[]> => {
  const windows = windowsOf(views);
  const greys = views.map((view) => greysOf(view, windows));
  const pictures = await picturesWithin(greys.flat(), MAX_CHARACTERS);
  let next = 0;
  const ofView = greys.map(({ length }) => {
    next += length;
    return pictures.slice(next - length, next);
  });
  return Promise.all(
    views.map(async (view, index) => ({
      slices: ofView[index]!,
      heatmap: await heatmapOf(view),
      window: windows.get(view.series?.label),
    })),
  );
};
