import type { Split } from '../../models/weights/splits.ts';
import type { ExperimentFrame } from '../experiment/experiment-schema.ts';
import { studiesSeenBy } from './checks/check-start.ts';
import { startOfFold } from './start-of-fold.ts';

/**
 * Folds with all studies that their weights will have learned from: also those of the run whose weights they begin with. Who evaluates
 * them later must not take those for unseen, though this training never opens them.
 */
export const seenSplits = (
  start: ExperimentFrame['model']['start'],
  splits: readonly Split[],
): Promise<readonly Split[]> =>
  Promise.all(
    splits.map(async (split) => {
      const known = new Set([...split.train, ...split.validation]); // what a fold must not begin with, `checkStart` refuses
      const seen = await studiesSeenBy(await startOfFold(start, split.fold));
      return { ...split, train: [...split.train, ...seen.filter((id) => !known.has(id))] };
    }),
  );
