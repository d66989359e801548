import { join } from 'node:path';
import type { SpineError, Where } from '../../domain/spine-error.ts';
import type { Predictor, Runtime } from '../../models/runtime/runtime.ts';
import type { Which } from '../../models/weights/fold-files.ts';
import { type RunFolder, readRunFolder } from '../../models/weights/run-folder.ts';
import type { Split } from '../../models/weights/splits.ts';
import { type ZooOptions, zooSource } from '../../models/zoo-source.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { foldUnknown } from '../run/errors.ts';
import { type DataOptions, type LabelledStudies, openLabels } from '../run/open-data.ts';
import { checkOrigin } from './check-origin.ts';

/** Options of what is measured of trained networks. */
export interface MeasureOptions extends Omit<DataOptions, 'limit'> {
  /** Folder of run folders. */
  readonly models: string;
  /** Only this fold; default: all trained folds. */
  readonly fold?: number | undefined;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  /** Called with the number of measured studies of a set, where studies are measured one by one. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** A trained fold with its data. */
export interface TrainedFold {
  readonly experiment: Experiment;
  readonly folder: RunFolder;
  readonly data: LabelledStudies;
  readonly fold: number;
}

/** A trained network, loaded. */
export interface TrainedNetwork extends TrainedFold {
  readonly which: Which;
  /** Of its weights. */
  readonly sha256: string;
  readonly predictor: Predictor;
}

/** Which networks to load, and how. */
interface LoadOptions extends ZooOptions {
  readonly runtime: Runtime;
  /** Default: both. */
  readonly which?: readonly Which[];
}

/** Loads the networks of a fold, one at a time, and releases each when the next is requested. */
export async function* networksOf(
  one: TrainedFold,
  { runtime, which: wanted = ['best', 'last'], ...zoo }: LoadOptions,
): AsyncGenerator<TrainedNetwork> {
  for (const which of wanted) {
    const source = zooSource(one.folder, which, zoo);
    if (!source.folds.includes(one.fold)) continue;
    const name = `${one.experiment.name} fold ${one.fold} ${which}`;
    const predictor = await source.load(one.fold, { name, runtime, lean: false });
    try {
      yield { ...one, which, sha256: await source.sha256Of(one.fold), predictor };
    } finally {
      await predictor.release();
    }
  }
}

/**
 * Returns the studies of a fold according to its run folder.
 * @param sets     what is measured; none of these may be empty, and all their studies are labelled
 * @param missing  the error otherwise
 */
export const splitOf = (
  { folder, data, fold }: TrainedFold,
  {
    sets,
    missing,
  }: {
    readonly sets: readonly ('train' | 'validation')[];
    readonly missing: (fold: number, studyIds: readonly string[], where: Where) => SpineError;
  },
): Split => {
  const split = folder.splits?.find((one) => one.fold === fold) ?? { fold, train: [], validation: [] };
  const unlabelled = sets.flatMap((set) => split[set].filter((id) => !data.labels.has(id)));
  if (unlabelled.length > 0 || sets.some((set) => split[set].length === 0))
    throw missing(fold, unlabelled, { file: folder.path });
  return split;
};

/**
 * Opens the folds that experiments trained, with their data.
 * @throws RUN_FOLDER_*, FOLD_UNKNOWN, and errors of labels
 */
export async function* trainedFolds(
  experiments: readonly Experiment[],
  o: MeasureOptions,
): AsyncGenerator<TrainedFold> {
  for (const experiment of experiments) {
    const folder = await readRunFolder(join(o.models, experiment.name));
    checkOrigin(experiment, folder);
    const data = await openLabels(experiment, o);
    const known = folder.folds.map(({ fold }) => fold);
    const folds = known.filter((fold) => o.fold === undefined || fold === o.fold);
    if (folds.length === 0) throw foldUnknown(o.fold ?? 1, known).at({ file: folder.path });
    for (const fold of folds) yield { experiment, folder, data, fold };
  }
}
