import { elementCount } from '../../domain/image.ts';
import type { ReadySample } from '../data/augment-sample.ts';

/** A small colour image, [rows, columns, 3]. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly rgb: Uint8Array;
}

/** Standardised values that map to black and white. */
const BLACK = -2;
const WHITE = 4;

/** Opacity of a heatmap value of 1. */
const TINT = 0.75;

const grey = (value: number): number => Math.max(0, Math.min(255, (255 * (value - BLACK)) / (WHITE - BLACK)));

/** Colours of the heatmaps in order (levels from above, or left and right): red, yellow, green, blue, violet. */
const COLOURS = [
  [255, 0, 0],
  [255, 200, 0],
  [0, 200, 80],
  [0, 150, 255],
  [220, 80, 255],
] as const;

/** A slice in grey, overlaid with the greatest of the heatmaps, each in its colour. */
const tileOf = (slice: Float32Array, columns: number, maps: Float32Array): Tile => {
  const rgb = new Uint8Array(3 * slice.length);
  for (let i = 0; i < slice.length; i++) {
    const light = grey(slice[i]!);
    const { value, map } = greatestAt(maps, i, slice.length);
    const share = TINT * value;
    COLOURS[map % COLOURS.length]!.forEach((colour, channel) => {
      rgb[3 * i + channel] = light * (1 - share) + share * colour;
    });
  }
  return { rows: slice.length / columns, columns, rgb };
};

/** The greatest heatmap value at a pixel, and its map; 0 without maps. */
const greatestAt = (
  maps: Float32Array,
  pixel: number,
  area: number,
): { readonly value: number; readonly map: number } => {
  let [value, map] = [maps[pixel] ?? 0, 0];
  for (let i = pixel + area; i < maps.length; i += area)
    if (maps[i]! > value) [value, map] = [maps[i]!, (i - pixel) / area];
  return { value, map };
};

const NO_MAPS = new Float32Array();

/**
 * The network's inputs for a sample: a single input as a row of all its slices; several inputs side by side with their
 * middle slices, one row per level if the sample has levels.
 */
export const sampleTiles = ({ inputs, sample, target }: ReadySample): readonly (readonly Tile[])[] => {
  const slicesOf = ({ shape, data }: ReadySample['inputs'][number], level: number): readonly Float32Array[] => {
    const [slices = 1, rows = 1, columns = 1] = shape.slice(-3);
    const start = level * slices * rows * columns;
    return Array.from({ length: slices }, (_, i) =>
      data.subarray(start + i * rows * columns, start + (i + 1) * rows * columns),
    );
  };
  const levels = elementCount(inputs[0]?.shape.slice(0, -3) ?? []);
  return Array.from({ length: levels }, (_, level) =>
    inputs.flatMap((input) => {
      const columns = input.shape.at(-1) ?? 1;
      const slices = slicesOf(input, level);
      const shown = inputs.length === 1 ? slices : slices.slice(Math.floor(slices.length / 2)).slice(0, 1);
      return shown.map((slice) => {
        return tileOf(slice, columns, sample.answer.kind === 'points' ? target.data : NO_MAPS);
      });
    }),
  );
};
