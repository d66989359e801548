import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFolder } from '../../../models/weights/run-folder.ts';
import type { Split } from '../../../models/weights/splits.ts';
import { startHasSeen } from '../errors.ts';
import type { StartOptions } from '../starting-weights.ts';

type Start = Pick<StartOptions, 'from' | 'fold'>;

/** What weights were trained on, as far as their run folder says. @throws what is wrong with it */
export const studiesSeenBy = async (start: Start | undefined): Promise<readonly string[]> => {
  if (start === undefined || !existsSync(join(start.from, 'config.json'))) return [];
  return (await readRunFolder(start.from)).splits?.find(({ fold }) => fold === start.fold)?.train ?? [];
};

/**
 * Refuses to begin a fold with weights that were trained on studies which the fold is validated on: what they learned of them would show
 * in its score. Only a run folder says what its weights have seen.
 * @throws TRAINING_START_HAS_SEEN, and what is wrong with the run folder
 */
export const checkStart = async (start: Start | undefined, splits: readonly Split[]): Promise<void> => {
  if (start === undefined) return;
  const trained = new Set(await studiesSeenBy(start));
  for (const { fold, validation } of splits) {
    const seen = validation.filter((id) => trained.has(id));
    if (seen.length > 0) throw startHasSeen(fold, seen, { file: start.from });
  }
};
