import { SpineError } from '../domain/spine-error.ts';

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
