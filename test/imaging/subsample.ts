/** Every `step`-th row and column of a plane, as NumPy's `[::step, ::step]`; `subsample` is the manifest's wording. */
export const subsampled = (
  plane: ArrayLike<number>,
  { rows, columns }: { rows: number; columns: number },
  subsample: string | null,
): number[] => {
  const step = subsample === null ? 1 : Number(/^\[::(\d+), ::\1\b/.exec(subsample)?.[1]);
  const kept: number[] = [];
  for (let row = 0; row < rows; row += step)
    for (let column = 0; column < columns; column += step) kept.push(plane[row * columns + column]!);
  return kept;
};

/** [rows, columns, channels] to [channels, rows, columns]. */
export const channelsFirst = (data: ArrayLike<number>, channels: number): Float32Array => {
  const area = data.length / channels;
  return Float32Array.from({ length: data.length }, (_, i) => data[(i % area) * channels + Math.floor(i / area)]!);
};
