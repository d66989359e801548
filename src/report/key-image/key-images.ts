import { sizeMmOf } from '../draw-view.ts';
import { type GreyImage, type RgbPicture, rgbPicture } from '../encode-image.ts';
import { toGreys } from '../grey-window.ts';
import { html } from '../html.ts';
import type { PageOptions, ReportGrade, ReportView } from '../report-study.ts';
import { windowsOf } from '../study-pictures.ts';
import { label, marksOn } from './overlay.ts';
import { panelLines } from './panel-lines.ts';
import { textWidth } from './stroke-text.ts';

/** Pixels of the slice's longer side. */
const SIDE_PX = 768;
const LINE_PX = 22;
const MARGIN_PX = 10;
const PANEL_CAP_PX = 11;
const WARNING = 'FOR RESEARCH USE ONLY - NOT FOR DIAGNOSIS';
const AMBER = 'rgb(255,190,60)';

/** Cap height at which a line fits the width. */
const fittingCap = (text: string, widthPx: number): number => {
  const width = textWidth({ text, capPx: PANEL_CAP_PX });
  return width <= widthPx ? PANEL_CAP_PX : (PANEL_CAP_PX * widthPx) / width;
};

const drawn = (view: ReportView, image: GreyImage, grades: readonly ReportGrade[], { boxMm }: PageOptions) => {
  const slice = view.slices[view.keySlice]!;
  const scale = SIDE_PX / Math.max(image.widthMm, image.heightMm);
  const [widthPx, heightPx] = [Math.round(image.widthMm * scale), Math.round(image.heightMm * scale)];
  const lines = [WARNING, ...panelLines(view, grades)];
  const panelPx = lines.length * LINE_PX + 2 * MARGIN_PX;
  const texts = lines.map((text, index) =>
    label({
      text,
      xPx: MARGIN_PX,
      yPx: heightPx + MARGIN_PX + (index + 0.75) * LINE_PX,
      capPx: fittingCap(text, widthPx - 2 * MARGIN_PX),
      ...(index === 0 ? { colour: AMBER } : {}),
    }),
  );
  const overlay = html`<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx + panelPx}">${marksOn(view, { widthPx, heightPx, slice }, boxMm)}${texts}</svg>`;
  return rgbPicture(image, { widthPx, heightPx, panelPx, overlay: overlay.markup });
};

/**
 * Renders one picture per view with slices: its main slice, as in reports, with keypoints, region boxes and orientation labels, and below it the
 * grades and the research-only notice. Contains no name, date or number of a patient.
 */
export const keyImages = async (views: readonly ReportView[], grades: readonly ReportGrade[], options: PageOptions) => {
  const windows = windowsOf(views);
  const images: { readonly view: ReportView; readonly picture: RgbPicture }[] = [];
  for (const view of views) {
    const slice = view.slices[view.keySlice];
    const window = windows.get(view.series?.label);
    if (slice === undefined || window === undefined) continue;
    const { rows, columns, pixels, inverted } = slice;
    const image = { rows, columns, greys: toGreys(pixels, window, inverted), ...sizeMmOf(slice) };
    images.push({ view, picture: await drawn(view, image, grades, options) });
  }
  return images;
};
