import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFolder } from '../../models/weights/run-folder.ts';
import type { ExperimentFrame } from '../experiment/experiment-schema.ts';
import type { StartOptions } from './starting-weights.ts';

/**
 * What a fold begins with: where the experiment names no fold of a run folder, its own, for with another's weights it would be validated on
 * studies that they were trained on. A run folder that has one fold only, as initial weights do, serves all; whether it may is `checkStart`'s.
 * @throws what is wrong with the run folder
 */
export const startOfFold = async (
  start: ExperimentFrame['model']['start'],
  fold: number,
): Promise<StartOptions | undefined> => {
  if (start === undefined) return undefined;
  if (start.fold !== undefined) return { ...start, fold: start.fold };
  if (!existsSync(join(start.from, 'config.json'))) return { ...start, fold: 1 }; // a file, which has no folds
  const [only, ...others] = (await readRunFolder(start.from)).folds;
  return { ...start, fold: only !== undefined && others.length === 0 ? only.fold : fold };
};
