import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFolder } from '../../../models/weights/run-folder.ts';
import type { Split } from '../../../models/weights/splits.ts';
import { startHasSeen } from '../errors.ts';
import type { StartOptions } from '../starting-weights.ts';

type Start = Pick<StartOptions, 'from' | 'fold'>;

/** Training data of weights, as far as their run folder records it. @throws errors of the run folder */
export const studiesSeenBy = async (start: Start | undefined): Promise<readonly string[]> => {
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
