import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFolder } from '../../models/weights/run-folder.ts';
import type { ExperimentFrame } from '../experiment/experiment-schema.ts';
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
