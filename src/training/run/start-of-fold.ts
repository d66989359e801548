import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFolder } from '../../models/weights/run-folder.ts';
import type { Split } from '../../models/weights/splits.ts';
import type { ExperimentFrame } from '../experiment/experiment-schema.ts';
import { startHasSeen } from './errors.ts';
import type { StartOptions } from './starting-weights.ts';

/**
 * Starting weights of a fold: by default its own fold of the run folder, since another fold's weights may have seen its
 * validation studies. A run folder with a single fold, such as initial weights, serves all; `checkStart` decides
 * whether it may.
 * @throws errors of the run folder
 */
export const startOfFold = async (
  start: ExperimentFrame['model']['start'],
  fold: number,
): Promise<StartOptions | undefined> => {
  if (start === undefined) return undefined;
  if (start.fold !== undefined) return { ...start, fold: start.fold };
  if (!existsSync(join(start.from, 'config.json'))) return { ...start, fold: 1 }; // a file without folds
  const [only, ...others] = (await readRunFolder(start.from)).folds;
  return { ...start, fold: only !== undefined && others.length === 0 ? only.fold : fold };
};

type Start = Pick<StartOptions, 'from' | 'fold'>;

/** Training data of weights, as far as their run folder records it. @throws errors of the run folder */
const studiesSeenBy = async (start: Start | undefined): Promise<readonly string[]> => {
  if (start === undefined || !existsSync(join(start.from, 'config.json'))) return [];
  return (await readRunFolder(start.from)).splits?.find(({ fold }) => fold === start.fold)?.train ?? [];
};

/**
 * Data leakage check: refuses to begin a fold with weights that were trained on its validation studies, which would
 * improve its score. Only a run folder records what its weights have seen.
 * @throws TRAINING_START_HAS_SEEN, and errors of the run folder
 */
export const checkStart = async (start: Start | undefined, { fold, validation }: Split): Promise<void> => {
  if (start === undefined) return;
  const trained = new Set(await studiesSeenBy(start));
  const seen = validation.filter((id) => trained.has(id));
  if (seen.length > 0) throw startHasSeen(fold, seen, { file: start.from });
};

/**
 * Folds with all studies that their weights have seen, including those of the run whose weights they begin with. A
 * later evaluation must count those as seen, although this training never opens them.
 */
export const seenSplits = (
  start: ExperimentFrame['model']['start'],
  splits: readonly Split[],
): Promise<readonly Split[]> =>
  Promise.all(
    splits.map(async (split) => {
      const known = new Set([...split.train, ...split.validation]); // `checkStart` refuses starting weights that have seen the validation studies
      const seen = await studiesSeenBy(await startOfFold(start, split.fold));
      return { ...split, train: [...split.train, ...seen.filter((id) => !known.has(id))] };
    }),
  );
