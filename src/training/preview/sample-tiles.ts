import { elementCount } from '../../domain/image.ts';
import type { ReadySample } from '../data/augment-sample.ts';

/** A small colour picture, [rows, columns, 3]. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly rgb: Uint8Array;
}

/** Standardised values that become black and white. */
const BLACK = -2;
const WHITE = 4;

/** How strongly a heatmap of 1 colours its pixel. */
const TINT = 0.75;

const grey = (value: number): number => Math.max(0, Math.min(255, (255 * (value - BLACK)) / (WHITE - BLACK)));

/** A slice in grey, with the greatest of the heatmaps in red over it. */
const tileOf = (slice: Float32Array, columns: number, heat: Float32Array | undefined): Tile => {
  const rgb = new Uint8Array(3 * slice.length);
  for (let i = 0; i < slice.length; i++) {
    const light = grey(slice[i]!);
    const share = TINT * (heat?.[i] ?? 0);
    rgb[3 * i] = light + share * (255 - light);
    rgb[3 * i + 1] = light * (1 - share);
    rgb[3 * i + 2] = light * (1 - share);
  }
  return { rows: slice.length / columns, columns, rgb };
};

const greatest = (maps: Float32Array, area: number): Float32Array => {
  const out = maps.slice(0, area);
  for (let i = area; i < maps.length; i++) out[i % area] = Math.max(out[i % area]!, maps[i]!);
  return out;
};

/**
 * What a network is shown of a sample: one input as a row of all its slices; several inputs side by side with their middle slices,
 * a row a level where the sample has levels.
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
        const heat = sample.answer.kind === 'points' ? greatest(target.data, slice.length) : undefined;
        return tileOf(slice, columns, heat);
      });
    }),
  );
};
