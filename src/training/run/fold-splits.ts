import type { Split } from '../../models/weights/splits.ts';
import { readSplits } from '../../models/weights/splits.ts';
import { labelFileMissing } from '../data/errors.ts';
import type { ExperimentFrame } from '../experiment/experiment-schema.ts';
import { kFolds } from '../folds.ts';
import { foldLeaks, foldWithout } from './errors.ts';

/**
 * The folds of an experiment for these studies: from its table, or KFold with shuffling.
 * @param studyIds  labelled ones, in the order of their file
 * @throws FOLD_*, SPLITS_INVALID, TRAINING_FOLDS_UNFIT
 */
export const foldSplits = async (
  studyIds: readonly string[],
  { count, seed, splits: table }: ExperimentFrame['folds'],
): Promise<readonly Split[]> => {
  const splits = table === undefined ? shuffled(studyIds, count, seed) : await fromTable(studyIds, table);
  for (const split of splits) checkSplit(split);
  return splits;
};

const shuffled = (studyIds: readonly string[], folds: number, seed: number): readonly Split[] =>
  kFolds(studyIds.length, { folds, seed }).map(({ train, validation }, index) => ({
    fold: index + 1,
    train: train.map((i) => studyIds[i]!),
    validation: validation.map((i) => studyIds[i]!),
  }));

const fromTable = async (studyIds: readonly string[], file: string): Promise<readonly Split[]> => {
  const splits = await readSplits(file);
  if (splits === undefined) throw labelFileMissing(file, 'the table of folds', undefined);
  const labelled = new Set(studyIds);
  const known = (ids: readonly string[]) => ids.filter((id) => labelled.has(id));
  return splits.map(({ fold, train, validation }) => ({ fold, train: known(train), validation: known(validation) }));
};

/**
 * Data leakage check: refuses a fold that trains on its validation studies, or that lacks studies for either. @throws
 * FOLD_*
 */
export const checkSplit = ({ fold, train, validation }: Split): void => {
  if (train.length === 0) throw foldWithout(fold, 'training');
  if (validation.length === 0) throw foldWithout(fold, 'validation');
  const seen = new Set(train);
  const leaked = validation.filter((id) => seen.has(id));
  if (leaked.length > 0) throw foldLeaks(fold, leaked);
};
