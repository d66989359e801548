import { type Region, rowReader } from './region.ts';

/** Coverage of each output pixel: inputs from `from[d]` to about `from[d + 1]`, with shares that sum to 1. */
interface Cover {
  readonly first: number;
  readonly shares: Float64Array;
}

const coverOf = (d: number, inputs: number, outputs: number): Cover => {
  const scale = inputs / outputs;
  const from = d * scale;
  const to = Math.min((d + 1) * scale, inputs);
  const first = Math.floor(from);
  const shares = new Float64Array(Math.ceil(to) - first);
  for (let i = 0; i < shares.length; i++) {
    shares[i] = (Math.min(to, first + i + 1) - Math.max(from, first + i)) / (to - from);
  }
  return { first, shares };
};

const coversOf = (inputs: number, outputs: number): readonly Cover[] =>
  Array.from({ length: outputs }, (_, d) => coverOf(d, inputs, outputs));

/** Adds `share` times the line, averaged by coverage, to the sums. */
const addLine = (sums: Float64Array, line: Float32Array, across: readonly Cover[], share: number): void => {
  for (let d = 0; d < sums.length; d++) {
    const { first, shares } = across[d]!;
    let mean = 0;
    for (let i = 0; i < shares.length; i++) mean += shares[i]! * line[first + i]!;
    sums[d]! += share * mean;
  }
};

/**
 * Averages the region by covered area; neither axis may grow. Same values as OpenCV's INTER_AREA for shrinking. Writes `size.rows` x `size.columns`
 * to `out` from `outOffset` on.
 */
export const shrinkByAreaInto = (
  out: Float32Array,
  outOffset: number,
  region: Region,
  size: { readonly rows: number; readonly columns: number },
): void => {
  const read = rowReader(region);
  const line = new Float32Array(region.columns);
  const across = coversOf(region.columns, size.columns);
  const sums = new Float64Array(size.columns);
  for (let y = 0; y < size.rows; y++) {
    const { first, shares } = coverOf(y, region.rows, size.rows);
    sums.fill(0);
    for (let i = 0; i < shares.length; i++) {
      read(first + i, line, 0);
      addLine(sums, line, across, shares[i]!);
    }
    out.set(sums, outOffset + y * size.columns);
  }
};
