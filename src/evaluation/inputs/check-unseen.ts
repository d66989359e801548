import { SpineError } from '../../domain/spine-error.ts';
import { checkSplits } from '../../models/check-splits.ts';
import type { OpenModel } from '../../models/model-store.ts';
import { openStoredModel } from '../../run/open-stored-model.ts';
import type { EvaluatedInput } from '../metrics/index.ts';
import { evaluationLeaks, modelChanged, modelGone } from './errors.ts';
import type { RunRecord } from './run-record.ts';

/**
 * Data leakage check: refuses grades of a study by weights that were trained on it. Rereads the run folders: the
 * weights must still be those of the run, and their table of folds the one used for training.
 * @returns the certainty of this check for each model
 * @throws EVALUATION_LEAKS, EVALUATION_MODEL_*, SPLITS_*
 */
export const checkUnseen = async (run: RunRecord, studyIds: readonly string[]): Promise<EvaluatedInput['models']> => {
  const checked: EvaluatedInput['models'][number][] = [];
  for (const request of run.pipeline.definition.models) {
    const where = { file: request.path };
    const model = await openStoredModel(request).catch((error: unknown) => {
      throw isGone(error) ? modelGone(request.name, where, error) : error;
    });
    requireSame(model, run);
    await checkSplits(model.folder, request.weights);
    requireUnseen(model, studyIds);
    const folds = typeof request.folds === 'string' ? request.folds : request.folds.join(', ');
    checked.push({ name: request.name, folds, unseen: model.folder.splits === undefined ? 'unknown' : 'checked' });
  }
  return checked;
};

const GONE = ['MODELS_FOLDER_MISSING', 'RUN_FOLDER_MISSING', 'RUN_FOLDER_NO_CONFIG', 'FOLDS_ABSENT', 'FOLD_MISSING'];

const isGone = (error: unknown): boolean => error instanceof SpineError && GONE.includes(error.code);

const requireSame = ({ request, identity }: OpenModel, run: RunRecord): void => {
  const then = run.models.find(({ name }) => name === request.name)?.folds ?? [];
  for (const { fold, sha256 } of then)
    if (identity.folds.find((now) => now.fold === fold)?.sha256 !== sha256)
      throw modelChanged(request.name, fold, { file: request.path });
};

/** Out of fold, the folds that were trained on a study do not grade it. */
const requireUnseen = ({ request, folder, folds }: OpenModel, studyIds: readonly string[]): void => {
  if (request.folds === 'out-of-fold') return;
  for (const { fold, train } of folder.splits ?? []) {
    if (!folds.includes(fold)) continue;
    const trained = new Set(train);
    const seen = studyIds.filter((id) => trained.has(id));
    if (seen.length > 0) throw evaluationLeaks({ model: request.name, fold }, seen, { file: request.path });
  }
};
