import { foldsUnfit } from './errors.ts';
import { mersenneTwister } from './mersenne-twister.ts';

export interface Fold {
  /** Indices of samples, ascending. */
  readonly train: readonly number[];
  readonly validation: readonly number[];
}

export interface FoldOptions {
  /** Default 5. */
  readonly folds?: number;
  /** Default 42. */
  readonly seed?: number;
}

/** Draws an integer from 0 to `limit`: 32-bit draws, masked to the bits of `limit`, until one is at most `limit`. */
const drawUpTo = (draw: () => number, limit: number): number => {
  const mask = 2 ** (32 - Math.clz32(limit)) - 1;
  for (;;) {
    const value = (draw() & mask) >>> 0;
    if (value <= limit) return value;
  }
};

/** Permutes 0 to count - 1 like NumPy's legacy `RandomState(seed).shuffle`. */
const shuffledIndices = (count: number, seed: number): readonly number[] => {
  const draw = mersenneTwister(seed);
  const order = Array.from({ length: count }, (_, index) => index);
  for (let i = count - 1; i > 0; i--) {
    const j = drawUpTo(draw, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
};

/**
 * The folds of scikit-learn's `KFold(folds, shuffle=True, random_state=seed)` for samples 0 to count - 1: consecutive
 * parts of the shuffled samples, of which the first `count % folds` have one more.
 */
export const kFolds = (count: number, { folds = 5, seed = 42 }: FoldOptions = {}): readonly Fold[] => {
  if (!Number.isInteger(folds) || folds < 2 || folds > count) throw foldsUnfit(folds, count);
  const order = shuffledIndices(count, seed);
  let start = 0;
  return Array.from({ length: folds }, (_, fold) => {
    const end = start + Math.floor(count / folds) + (fold < count % folds ? 1 : 0);
    const chosen = new Set(order.slice(start, end));
    start = end;
    const all = order.map((_, index) => index);
    return { train: all.filter((index) => !chosen.has(index)), validation: all.filter((index) => chosen.has(index)) };
  });
};
