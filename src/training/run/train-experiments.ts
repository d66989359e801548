import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Diagnostic, formatDiagnostic } from '../../config/diagnostic.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { featuresFile } from '../../models/features/feature-record.ts';
import { foldFile } from '../../models/weights/fold-files.ts';
import { peaksFile } from '../../models/weights/peak-record.ts';
import type { Split } from '../../models/weights/splits.ts';
import { lockOutput } from '../../run/output-lock.ts';
import type { Shard } from '../../run/shards/shard.ts';
import type { Labels } from '../data/labels/study-labels.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { recordTrainingFeatures } from '../measurements/measure-features.ts';
import { recordTrainingImages } from '../measurements/measure-training-images.ts';
import { beginningOf, checkStarts, recordedPretrained, requireBeginnings } from './beginning.ts';
import { allCallbacks, type FoldEnd, type TrainCallbacks } from './callbacks/events.ts';
import { tensorboard } from './callbacks/tensorboard-callbacks.ts';
import { checkpointFile, loadCheckpoint } from './checkpoint.ts';
import { checkSamples } from './checks/check-samples.ts';
import { foldAlreadyTrained, foldUnknown } from './errors.ts';
import { experimentDataset } from './experiment-dataset.ts';
import type { TrainEnv } from './fold-job.ts';
import { jobsOfShard } from './jobs-of-shard.ts';
import { type DataOptions, dataOpener, type TrainingData } from './open-data.ts';
import { checkRunFolder, forgetHistory, openRunFolder, type Recorded } from './run-record.ts';
import { seenSplits } from './start-of-fold.ts';
import { trainFold } from './train-fold.ts';

/** Options of `trainExperiments`; times in ms. */
export interface TrainOptions
  extends DataOptions,
    Pick<TrainEnv, 'startEngine' | 'now' | 'stop' | 'checkpointEveryMs'> {
  /** Folder of run folders, one per experiment. */
  readonly out: string;
  /** Only this fold; all by default. */
  readonly fold?: number | undefined;
  /** Only the jobs of this shard. */
  readonly shard?: Shard | undefined;
  /** Ends after this many epochs; schedules still follow the experiment's number of epochs. */
  readonly epochs?: number | undefined;
  /** Handling of started folds: refuse, resume (and begin the others), or start over. */
  readonly existing: 'refuse' | 'resume' | 'overwrite';
  /** Folder for prepared samples. */
  readonly cache?: string | undefined;
  readonly callbacks?: readonly TrainCallbacks[];
  /** Called with warnings about the labels, before the first step. */
  readonly onWarning?: ((warning: Diagnostic) => void) | undefined;
  readonly date: () => Date;
}

/** One network to train. */
export interface TrainJob {
  readonly experiment: Experiment;
  readonly fold: number;
}

/** A validated experiment with its data. */
interface Planned {
  readonly experiment: Experiment;
  readonly data: TrainingData;
  /** Folds to train. */
  readonly splits: readonly Split[];
  /** Whether it begins with weights trained earlier in the list. */
  readonly isMadeHere: boolean;
}

type PlanOptions = DataOptions &
  Pick<TrainOptions, 'fold' | 'shard' | 'out' | 'onWarning'> & { readonly stop?: AbortSignal };

const planned = async (experiments: readonly Experiment[], o: PlanOptions): Promise<readonly Planned[]> => {
  const made = new Set(experiments.map(({ name }) => resolve(o.out, name)));
  const plans: Planned[] = [];
  requireBeginnings(experiments);
  const open = dataOpener(o);
  const warned = new Set<string>(); // experiments of a list may share their file, or its table of points to drop
  for (const experiment of experiments) {
    const data = await open(experiment);
    for (const warning of data.warnings.filter((one) => !warned.has(formatDiagnostic(one)))) {
      warned.add(formatDiagnostic(warning));
      o.onWarning?.(warning);
    }
    const splits = chosen(data.splits, o.fold);
    const { start } = experiment.frame.model;
    const isMadeHere = start !== undefined && made.has(resolve(start.from));
    if (!isMadeHere) await checkStarts(experiment, splits);
    // If the starting weights are still to be trained, the studies that they have seen are known only afterwards.
    if (!isMadeHere || existsSync(start.from))
      await checkRunFolder(join(o.out, experiment.name), await recorded(experiment, data));
    plans.push({ experiment, data, splits, isMadeHere });
  }
  const own = o.shard === undefined ? plans : jobsOfShard(plans, o.shard, o.out);
  for (const warning of await checkSamples(own, o.stop)) o.onWarning?.(warning);
  return own;
};

/**
 * Returns the folds of experiments as jobs that can be trained separately and concurrently. Reports all errors of
 * labels, folds, starting weights and run folders of all experiments; writes nothing.
 * @throws FOLD_*, LABEL_*, CSV_*, TRAINING_START_*, RUN_FOLDER_FOREIGN
 *
 * @example
 * import { loadExperiments, trainJobs } from 'spinestream/training';
 *
 * const { experiments } = await loadExperiments('keypoints.yaml', {});
 * const jobs = await trainJobs(experiments, { data: 'data', out: 'models' });
 * jobs.map(({ experiment, fold }) => `${experiment.name} ${fold}`); // ['keypoints 1', 'keypoints 2']
 */
export const trainJobs = async (experiments: readonly Experiment[], o: PlanOptions): Promise<readonly TrainJob[]> =>
  (await planned(experiments, o)).flatMap(({ experiment, splits }) => splits.map(({ fold }) => ({ experiment, fold })));

/**
 * Trains experiments, fold by fold, into run folders, and returns how each fold ended. `stop` ends it early, with a
 * checkpoint. Reports all errors of labels, folds and run folders before the first step of the first experiment.
 * @throws FOLD_*, LABEL_*, CSV_*, TRAINING_*, RUN_FOLDER_*
 *
 * @example
 * import { loadExperiments, startOnnxEngine, trainExperiments } from 'spinestream/training';
 *
 * const { experiments } = await loadExperiments('keypoints.yaml', {});
 * const [end] = await trainExperiments(experiments, {
 *   ...{ data: 'data', out: 'models', fold: 1, existing: 'refuse', checkpointEveryMs: 600_000 },
 *   ...{ now: () => performance.now(), date: () => new Date(), stop: new AbortController().signal },
 *   startEngine: (options) => startOnnxEngine(options),
 * });
 * end?.best?.epoch; // 1
 */
export const trainExperiments = async (
  experiments: readonly Experiment[],
  o: TrainOptions,
): Promise<readonly FoldEnd[]> => {
  const ends: FoldEnd[] = [];
  const plans = await planned(experiments, o);
  if (o.existing === 'refuse')
    for (const { experiment, splits } of plans)
      for (const { fold } of splits) refuseBegun(join(o.out, experiment.name), fold);
  for (const { experiment, data, splits, isMadeHere } of plans) {
    const folder = join(o.out, experiment.name);
    if (isMadeHere) await checkStarts(experiment, splits);
    const record = await recorded(experiment, data);
    await openRunFolder(folder, record);
    for (const split of splits) {
      if (o.stop.aborted) return ends;
      const seen = record.splits.find(({ fold }) => fold === split.fold)!.train;
      const end = await trained({ experiment, data, folder, split, seen }, o);
      if (end !== undefined) ends.push(end);
      const cache = cacheOf(experiment, o);
      await recordTrainingFeatures(folder, { experiment, data, split, cache, stop: o.stop });
      if (experiment.architecture.config.kind !== 'level_2') await recordTrainingImages(folder, data, o.stop);
    }
  }
  return ends;
};

const recorded = async (experiment: Experiment, { trainLabels, splits }: TrainingData): Promise<Recorded> => ({
  experiment,
  labels: trainLabels,
  splits: await seenSplits(experiment.frame.model.start, splits),
  pretrained: await recordedPretrained(experiment),
});

const chosen = (splits: readonly Split[], fold: number | undefined): readonly Split[] => {
  const found = splits.filter((split) => fold === undefined || split.fold === fold);
  if (found.length === 0)
    throw foldUnknown(
      fold ?? 0,
      splits.map((split) => split.fold),
    );
  return found;
};

const filesOf = (folder: string, fold: number): readonly string[] => [
  checkpointFile(folder, fold),
  ...(['best', 'last'] as const).map((which) => join(folder, foldFile(fold, which))),
];

const cacheOf = ({ name }: Experiment, { cache }: TrainOptions): string | undefined => cache && join(cache, name);

const refuseBegun = (folder: string, fold: number): void => {
  if (filesOf(folder, fold).some((file) => existsSync(file))) throw foldAlreadyTrained(fold, { file: folder });
};

interface Opened {
  readonly experiment: Experiment;
  readonly data: TrainingData;
  readonly folder: string;
  readonly split: Split;
  /** Studies seen by its weights, here or before. */
  readonly seen: readonly string[];
}

/** @returns undefined for a fold that was already trained to its end */
const trained = async (opened: Opened, o: TrainOptions): Promise<FoldEnd | undefined> => {
  const { experiment, data, folder, split, seen } = opened;
  const { fold } = split;
  const epochs = o.epochs ?? experiment.frame.training.epochs;
  const logs = join(folder, 'logs', `fold${fold}`);
  await makeFolder(logs);
  const unlock = await lockOutput(logs);
  const board = tensorboard(logs, o.date);
  try {
    if (o.existing === 'overwrite') await forgetFold(folder, fold, logs);
    const checkpoint = await loadCheckpoint(folder, fold);
    if (checkpoint !== undefined && checkpoint.progress.epoch >= epochs) return undefined;
    await rm(join(folder, featuresFile(fold)), { force: true }); // of weights that are about to change
    const datasetOf = (ids: readonly string[], labels: Labels) =>
      experimentDataset(experiment, {
        studies: data.studiesOf(ids),
        labels,
        cache: cacheOf(experiment, o),
        signal: new AbortController().signal,
      });
    const start = await beginningOf(experiment, split);
    const job = {
      ...{ experiment, fold, folder, epochs, start, checkpoint, studies: split, seen },
      train: datasetOf(split.train, data.trainLabels),
      validation: datasetOf(split.validation, data.labels),
    };
    const callbacks = allCallbacks([board.callbacks, ...(o.callbacks ?? [])]);
    return await trainFold(job, { ...o, callbacks });
  } finally {
    await board.close();
    await unlock();
  }
};

const forgetFold = async (folder: string, fold: number, logs: string): Promise<void> => {
  const events = (await readdir(logs)).filter((name) => name.startsWith('events.')).map((name) => join(logs, name));
  for (const file of [...filesOf(folder, fold), join(folder, peaksFile(fold)), ...events])
    await rm(file, { force: true });
  await forgetHistory(folder, fold);
};
