import type { Split } from '../../models/weights/splits.ts';
import type { ExperimentFrame } from '../experiment/experiment-schema.ts';
import { studiesSeenBy } from './checks/check-start.ts';
import { startOfFold } from './start-of-fold.ts';

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
