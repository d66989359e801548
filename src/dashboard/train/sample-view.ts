import type { Tensor } from '../../domain/image.ts';
import type { Site } from '../../domain/site.ts';
import { LEVELS, SIDES, titleOfLevel } from '../../domain/vocabulary.ts';
import { heatmapThumbnail, peakOf } from '../../imaging/index.ts';
import { overlayPicture, picturesWithin } from '../../report/encode-image.ts';
import { greyWindowOf, toGreys } from '../../report/grey-window.ts';
import { heatmapColours } from '../../report/heatmap-colours.ts';
import type { ValidationSample } from '../../training/run/callbacks/events.ts';

/** A place in the picture, as shares of its width and height. */
type Place = readonly [x: number, y: number];

/** What a network answered for a validation sample, as pictures for the page. */
export interface SampleView {
  readonly epoch: number;
  /** Data URI of the middle slice of the network's input. */
  readonly picture: string;
  /** Data URI of its heatmaps. */
  readonly heat: string;
  /** Width divided by height. */
  readonly ratio: number;
  readonly points: readonly {
    readonly name: string;
    /** Label; undefined if there is none. */
    readonly truth: Place | undefined;
    readonly found: Place;
    /** Height of the heatmap's peak. */
    readonly peak: number;
  }[];
}

const PICTURE_CHARACTERS = 40_000;
const HEATMAP_SIDE_PX = 64;
/** Peak of a target above which its point is labelled. */
const LABELLED = 0.5;

const siteOf = (channel: number, channels: number): Site =>
  channels === SIDES.length ? { side: SIDES[channel] } : { level: LEVELS[channel % LEVELS.length] };

const nameOf = ({ level, side }: Site): string => (level === undefined ? (side ?? '') : titleOfLevel(level));

const mapOf = ({ shape, data }: Tensor, channel: number) => {
  const [, rows = 0, columns = 0] = shape;
  return { size: { rows, columns }, map: data.subarray(channel * rows * columns, (channel + 1) * rows * columns) };
};

const placeOf = (map: ArrayLike<number>, size: { readonly rows: number; readonly columns: number }) => {
  const { row, column, value } = peakOf(map, size);
  const place: Place = [(column + 0.5) / size.columns, (row + 0.5) / size.rows];
  return { place, value };
};

/** Draws a validated sample: its middle slice, its heatmaps, and labelled and found points. */
export const sampleView = async ({ epoch, input, heatmaps, target }: ValidationSample): Promise<SampleView> => {
  const { size, map } = mapOf(input, Math.floor((input.shape[0] ?? 1) / 2));
  const grey = { ...size, widthMm: size.columns, heightMm: size.rows, greys: toGreys(map, greyWindowOf([map])) };
  const channels = heatmaps.shape[0] ?? 0;
  const sites = Array.from({ length: channels }, (_, channel) => siteOf(channel, channels));
  const small = sites.map((site, channel) => {
    const found = mapOf(heatmaps, channel);
    return { site, ...heatmapThumbnail(found.map, found.size, HEATMAP_SIDE_PX) };
  });
  const points = sites.map((site, channel) => {
    const [found, truth] = [heatmaps, target].map((maps) => {
      const one = mapOf(maps, channel);
      return placeOf(one.map, one.size);
    });
    const isLabelled = (truth?.value ?? 0) > LABELLED;
    return {
      name: nameOf(site),
      truth: isLabelled ? truth?.place : undefined,
      found: found!.place,
      peak: found!.value,
    };
  });
  const colours = heatmapColours(small, {});
  const [picture = ''] = await picturesWithin([grey], PICTURE_CHARACTERS);
  const heat = colours === undefined ? '' : await overlayPicture(colours.rgba, colours);
  return { epoch, picture, heat, ratio: size.columns / size.rows, points };
};
