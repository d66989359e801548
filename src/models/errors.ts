import { SpineError, type Where } from '../domain/spine-error.ts';

export const everyFoldTrained = (model: string): SpineError =>
  new SpineError({
    code: 'EVERY_FOLD_TRAINED',
    reason: `every fold of model "${model}" was trained on this study, so that none may grade it out of fold; add the fold that left it out`,
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
      `(there: ${present.length > 0 ? `fold ${present.join(', ')}` : 'none'}); import or train them, or set "folds" to what is there`,
    where: { file: path },
  });

export const modelUnknown = (name: string, known: readonly string[]): SpineError =>
  new SpineError({
    code: 'MODEL_UNKNOWN',
    reason: `there is no model "${name}" (known: ${known.join(', ') || 'none'}); name it under "models"`,
  });

export const splitsAbsent = (model: string, path: string): SpineError =>
  new SpineError({
    code: 'SPLITS_ABSENT',
    reason: `model "${model}" is asked for out of fold, but its run folder has no splits.csv to say who was trained on what; import the run folder with it`,
    where: { file: path },
  });

export const splitsForeign = (fold: number, where: Where): SpineError =>
  new SpineError({
    code: 'SPLITS_FOREIGN',
    reason: `the weights of fold ${fold} were trained on other studies than this table says, so that nobody can tell which ones they have not seen; put back the splits.csv of their training`,
    where,
  });

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/** @param weightBytes  of the file; @param missing  bytes that could not be had, if known */
export const modelOutOfMemory = (
  model: string,
  { weightBytes, missing }: { readonly weightBytes: number | undefined; readonly missing: number | undefined },
  cause: unknown,
): SpineError => {
  const weights = weightBytes === undefined ? '' : ` (${mebibytes(weightBytes)} of weights)`;
  const asked = missing === undefined ? '' : `; ${mebibytes(missing)} could not be had`;
  return new SpineError({
    code: 'MODEL_OUT_OF_MEMORY',
    reason: `model ${model}${weights} could not be loaded for want of memory${asked}; lower --models-in-memory, --concurrency or --memory-budget, or free memory`,
    cause,
  });
};
