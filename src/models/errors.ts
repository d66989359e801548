import { SpineError, type Where } from '../domain/spine-error.ts';

export const everyFoldTrained = (model: string): SpineError =>
  new SpineError({
    code: 'EVERY_FOLD_TRAINED',
    reason: `every fold of model "${model}" was trained on this study, so none can grade it out of fold; add the fold that did not see it`,
  });

export const foldsAbsent = (
  model: string,
  path: string,
  weights: string,
  absent: readonly number[],
  present: readonly number[],
): SpineError =>
  new SpineError({
    code: 'FOLDS_ABSENT',
    reason:
      `model "${model}" has no ${weights} weights${absent.length > 0 ? ` of fold ${absent.join(', ')}` : ''} ` +
      `(found: ${present.length > 0 ? `fold ${present.join(', ')}` : 'none'}); import or train them, or adjust "folds"`,
    where: { file: path },
  });

export const modelUnknown = (name: string, known: readonly string[]): SpineError =>
  new SpineError({
    code: 'MODEL_UNKNOWN',
    reason: `unknown model "${name}" (known: ${known.join(', ') || 'none'}); declare it under "models"`,
  });

export const splitsAbsent = (model: string, path: string): SpineError =>
  new SpineError({
    code: 'SPLITS_ABSENT',
    reason: `model "${model}" is used out of fold, but its run folder has no splits.csv with the training studies of each fold; import the run folder including it`,
    where: { file: path },
  });

export const splitsForeign = (fold: number, where: Where): SpineError =>
  new SpineError({
    code: 'SPLITS_FOREIGN',
    reason: `this table does not list the training studies of the weights of fold ${fold}, so data leakage cannot be ruled out; restore the splits.csv of their training`,
    where,
  });

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/** @param weightBytes  size of the file; @param missing  size of the failed allocation, if known */
export const modelOutOfMemory = (
  model: string,
  { weightBytes, missing }: { readonly weightBytes: number | undefined; readonly missing: number | undefined },
  cause: unknown,
): SpineError => {
  const weights = weightBytes === undefined ? '' : ` (${mebibytes(weightBytes)} of weights)`;
  const asked = missing === undefined ? '' : `: could not allocate ${mebibytes(missing)}`;
  return new SpineError({
    code: 'MODEL_OUT_OF_MEMORY',
    reason: `model ${model}${weights} ran out of memory while loading${asked}; lower --models-in-memory, --concurrency or --memory-budget, or free memory`,
    cause,
  });
};
