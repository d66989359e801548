import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../config/diagnostic.ts';
import { checkUnseen } from '../../evaluation/inputs/check-unseen.ts';
import { type RunRecord, readRunRecord } from '../../evaluation/inputs/run-record.ts';
import { trainedModels } from '../../evaluation/inputs/training-studies.ts';
import type { Split } from '../../models/weights/splits.ts';
import type { Labels } from '../data/labels/study-labels.ts';
import { readLogits } from '../data/tables/read-logits.ts';
import { logitFoldsDiffer, logitsNone, logitsRunMissing, logitsUnwritten, networksUnknown } from './errors.ts';

const FILE = 'logits.csv';

/**
 * Adds the logits of a run to the labels of its studies, for a level-2 network; leaves out studies without. The networks
 * of the run must not have been trained on the studies: out of fold, each fold grades those that it has not seen.
 * @param networks  names of the logits that the level-2 network combines
 * @throws TRAINING_LOGITS_*, EVALUATION_LEAKS, RUN_*, CSV_*
 */
export const withLogits = async (labels: Labels, run: string, networks: readonly string[]) => {
  const file = join(run, FILE);
  if (!existsSync(run)) throw logitsRunMissing({ file: run });
  const record = await readRunRecord(run);
  if (!existsSync(file)) throw logitsUnwritten({ file });
  const logits = await readLogits(file);
  const known = new Set([...logits.values()].flatMap((one) => Object.keys(one)));
  const unknown = networks.filter((name) => !known.has(name));
  if (unknown.length > 0) throw networksUnknown(unknown, [...known], { file });
  const shared = [...labels].flatMap(([studyId, ofStudy]) => {
    const found = logits.get(studyId);
    return found === undefined ? [] : [[studyId, { ...ofStudy, logits: found }] as const];
  });
  if (shared.length === 0) throw logitsNone({ file });
  await checkUnseen(
    record,
    shared.map(([studyId]) => studyId),
  );
  const without = labels.size - shared.length;
  const warning: Diagnostic = {
    ...{ severity: 'warning', code: 'TRAINING_LOGITS_FEWER', file, line: 1, column: 1 },
    message: `samples.logits: the run has logits of ${shared.length} of ${labels.size} studies; the others are left out`,
  };
  return {
    labels: new Map(shared),
    warnings: without > 0 ? [warning] : [],
    /** Refuses folds other than those of the networks. @throws TRAINING_LOGITS_FOLDS_DIFFER */
    checkFolds: (splits: readonly Split[]) => checkFolds(record, splits),
  };
};

/**
 * A fold is validated on studies whose logits come from the same fold of the networks, as it will grade them out of
 * fold. Networks that were trained on other studies only have no folds here.
 */
const checkFolds = async (record: RunRecord, splits: readonly Split[]): Promise<void> => {
  for (const { name, path, splits: own } of await trainedModels(record)) {
    const trained = new Map(own.map(({ fold, train }) => [fold, new Set(train)]));
    const seen = new Set(own.flatMap(({ train }) => train));
    for (const { fold, validation } of splits) {
      const same = trained.get(fold) ?? seen;
      const wrong = validation.filter((id) => same.has(id));
      if (wrong.length > 0)
        throw logitFoldsDiffer(fold, { model: name, studyIds: wrong }, { file: join(path, 'splits.csv') });
    }
  }
};
