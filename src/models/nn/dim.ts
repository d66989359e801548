/**
 * Sizes along axes. All are known when a network is described, except the batch, which may stay symbolic: `'n'` is the batch itself and `'5n'` an
 * axis with five entries per sample.
 */
export type BatchDim = 'n' | `${number}n`;
export type Dim = number | BatchDim;
export type Shape = readonly Dim[];

/** Entries per sample along an axis: 5 for `'5n'`, 1 for `'n'`; a static size is its own factor. */
export const factorOf = (dim: Dim): number => {
  if (typeof dim === 'number') return dim;
  return dim === 'n' ? 1 : Number.parseInt(dim, 10);
};

export const isBatch = (dim: Dim): dim is BatchDim => typeof dim === 'string';

const withFactor = (like: Dim, factor: number): Dim => {
  if (!isBatch(like)) return factor;
  return factor === 1 ? 'n' : `${factor}n`;
};

/** Multiplies `dim` by an integer: `timesDim('n', 5)` is `'5n'`. */
export const timesDim = (dim: Dim, times: number): Dim => withFactor(dim, factorOf(dim) * times);

/** Number of elements of a shape for a batch of one. */
export const elementsPerSample = (shape: Shape): number =>
  shape.reduce<number>((product, dim) => product * factorOf(dim), 1);

/** Substitutes a number for the batch in a shape. */
export const atBatch = (shape: Shape, n: number): readonly number[] =>
  shape.map((dim) => (isBatch(dim) ? factorOf(dim) * n : dim));

/** `[5n, 1, 128, 128]`, for messages. */
export const formatShape = (shape: Shape): string => `[${shape.join(', ')}]`;

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((dim, axis) => dim === b[axis]);
