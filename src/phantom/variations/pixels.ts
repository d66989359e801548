import type { SliceGeometry } from '../../domain/study.ts';

type Size = Pick<SliceGeometry, 'rows' | 'columns'>;

/** Shifts a picture cyclically by whole pixels along its rows or columns. */
export const rolled = (
  signal: Float32Array,
  { rows, columns }: Size,
  by: { downPx: number; acrossPx: number },
): Float32Array => {
  const out = new Float32Array(signal.length);
  const [down, across] = [Math.round(by.downPx), Math.round(by.acrossPx)];
  for (let row = 0; row < rows; row++) {
    const from = ((((row - down) % rows) + rows) % rows) * columns;
    for (let column = 0; column < columns; column++)
      out[row * columns + column] = signal[from + ((((column - across) % columns) + columns) % columns)]!;
  }
  return out;
};

/** Filters with three taps [w, 1 - 2w, w] in both directions, with replicated edges. */
export const blurred = (signal: Float32Array, { rows, columns }: Size, w: number): Float32Array => {
  const along = (from: Float32Array, step: number, count: number, at: (i: number) => number): Float32Array =>
    from.map((value, i) => {
      const place = at(i);
      const before = place > 0 ? from[i - step]! : value;
      const after = place < count - 1 ? from[i + step]! : value;
      return (1 - 2 * w) * value + w * (before + after);
    });
  const acrossDone = along(signal, 1, columns, (i) => i % columns);
  return along(acrossDone, columns, rows, (i) => Math.floor(i / columns));
};
