import { type Region, rowReader } from './region.ts';
import type { Taps } from './taps.ts';

/** Pixels that a line is continued by at either end, so that no tap needs clamping. */
const PAD = 2;
/** Rows held at a time: as many as there are taps. */
const HELD = 4;

const extendBorder = (line: Float32Array, columns: number): void => {
  const first = line[PAD]!;
  const last = line[PAD + columns - 1]!;
  for (let i = 0; i < PAD; i++) {
    line[i] = first;
    line[PAD + columns + i] = last;
  }
};

const resampleLine = (out: Float32Array, line: Float32Array, { first, weights }: Taps): void => {
  for (let d = 0, k = 0; d < out.length; d++, k += 4) {
    const s = first[d]! + PAD;
    out[d] =
      line[s]! * weights[k]! +
      line[s + 1]! * weights[k + 1]! +
      line[s + 2]! * weights[k + 2]! +
      line[s + 3]! * weights[k + 3]!;
  }
};

/** Resampled input rows by number, each computed once while the window of four moves down. */
const rowWindow = (region: Region, across: Taps): ((row: number) => Float32Array) => {
  const read = rowReader(region);
  const line = new Float32Array(region.columns + 2 * PAD);
  const held = Array.from({ length: HELD }, () => ({ row: -1, values: new Float32Array(across.first.length) }));
  return (wanted) => {
    const row = Math.min(Math.max(wanted, 0), region.rows - 1);
    const place = held[row % HELD]!;
    if (place.row !== row) {
      read(row, line, PAD);
      extendBorder(line, region.columns);
      resampleLine(place.values, line, across);
      place.row = row;
    }
    return place.values;
  };
};

/**
 * Separable resampling by four taps an axis: along the rows first, rounded to float32 between, then down the columns.
 * Writes `across.first.length` columns by `down.first.length` rows to `out` from `outOffset` on.
 * Sums are taken in float64, so a result is within two float32 roundings of the exact one.
 */
export const resampleInto = (
  out: Float32Array,
  outOffset: number,
  region: Region,
  { across, down }: { readonly across: Taps; readonly down: Taps },
): void => {
  const columns = across.first.length;
  const rowAt = rowWindow(region, across);
  for (let y = 0, at = outOffset; y < down.first.length; y++, at += columns) {
    const top = down.first[y]!;
    const a = rowAt(top);
    const b = rowAt(top + 1);
    const c = rowAt(top + 2);
    const d = rowAt(top + 3);
    const wa = down.weights[4 * y]!;
    const wb = down.weights[4 * y + 1]!;
    const wc = down.weights[4 * y + 2]!;
    const wd = down.weights[4 * y + 3]!;
    for (let x = 0; x < columns; x++) out[at + x] = a[x]! * wa + b[x]! * wb + c[x]! * wc + d[x]! * wd;
  }
};
