/** The epoch with the lowest validation loss, or the last one. */
export type Which = 'best' | 'last';

export interface FoldFiles {
  /** From 1. */
  readonly fold: number;
  readonly best: boolean;
  readonly last: boolean;
}

/** Weights of a fold, identified by their hash. */
export interface HashedWeights {
  readonly fold: number;
  readonly which: Which;
  readonly sha256: string;
}

const FOLD_FILE = /^fold([1-9]\d*)-(best|last)\.safetensors$/;

export const foldFile = (fold: number, which: Which): string => `fold${fold}-${which}.safetensors`;

/** Lists the folds among the files of a run folder, ascending. */
export const foldsAmong = (names: readonly string[]): readonly FoldFiles[] => {
  const numbers = names.flatMap((name) => FOLD_FILE.exec(name)?.[1] ?? []);
  return [...new Set(numbers.map(Number))]
    .sort((a, b) => a - b)
    .map((fold) => ({
      fold,
      best: names.includes(foldFile(fold, 'best')),
      last: names.includes(foldFile(fold, 'last')),
    }));
};
