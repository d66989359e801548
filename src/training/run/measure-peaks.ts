import { join } from 'node:path';
import type { Predictor, Runtime } from '../../models/runtime/runtime.ts';
import type { Which } from '../../models/weights/fold-files.ts';
import { type PeakDistribution, peakDistribution, recordPeaks } from '../../models/weights/peak-record.ts';
import { type RunFolder, readRunFolder } from '../../models/weights/run-folder.ts';
import { zooSource } from '../../models/zoo-source.ts';
import { samplesNone } from '../data/errors.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { foldUnknown, peaksOfNothing, peaksStudiesMissing, runFolderForeign } from './errors.ts';
import { experimentDataset } from './experiment-dataset.ts';
import { labelledPeaks } from './labelled-peaks.ts';
import { type DataOptions, openData, type TrainingData } from './open-data.ts';

/** Options of `measurePeaks`. */
export interface MeasurePeaksOptions extends Omit<DataOptions, 'limit'> {
  /** Folder of run folders. */
  readonly out: string;
  /** Only this fold; default: all trained folds. */
  readonly fold?: number | undefined;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
}

/** Heatmap peaks of one fold's weights. */
export interface MeasuredPeaks extends PeakDistribution {
  /** Of the run folder. */
  readonly name: string;
  readonly fold: number;
  readonly which: Which;
}

/** The parts of an experiment that its samples and its network depend on. */
const PARTS = ['model', 'steps', 'samples'] as const;

const checkOrigin = ({ identity }: Experiment, { path, config }: RunFolder): void => {
  const [own, found] = [JSON.parse(identity), Object(config.training)];
  const differing = PARTS.filter((part) => JSON.stringify(own[part]) !== JSON.stringify(found[part]));
  if (differing.length > 0) throw runFolderForeign(differing, { file: path });
};

/**
 * Measures the heatmap peaks of trained keypoint networks on their validation studies, and records them with the
 * weights. Training does this automatically; use this for older run folders.
 * @throws PEAKS_*, RUN_FOLDER_*, FOLD_UNKNOWN, and errors of labels, studies and weights
 *
 * @example
 * import { startOnnxRuntime } from 'spinestream/models';
 * import { loadExperiments, measurePeaks } from 'spinestream/training';
 *
 * const { experiments } = await loadExperiments('keypoints.yaml', {});
 * const runtime = await startOnnxRuntime();
 * const options = { data: 'data', out: 'trained', runtime, signal: new AbortController().signal };
 * const measured: string[] = [];
 * for await (const { which, maps } of measurePeaks(experiments, options)) measured.push(`${which}: ${maps} maps`);
 * measured; // ['best: 15 maps', 'last: 15 maps']
 */
export async function* measurePeaks(
  experiments: readonly Experiment[],
  o: MeasurePeaksOptions,
): AsyncGenerator<MeasuredPeaks> {
  const ofKeypoints = experiments.filter(({ architecture }) => architecture.config.kind === 'keypoints');
  if (ofKeypoints.length === 0) throw peaksOfNothing(experiments.map(({ name }) => name));
  for (const experiment of ofKeypoints) {
    const folder = await readRunFolder(join(o.out, experiment.name));
    checkOrigin(experiment, folder);
    const data = await openData(experiment, o);
    const known = folder.folds.map(({ fold }) => fold);
    const folds = known.filter((fold) => o.fold === undefined || fold === o.fold);
    if (folds.length === 0) throw foldUnknown(o.fold ?? 1, known).at({ file: folder.path });
    for (const fold of folds) yield* measuredFold({ experiment, folder, data, fold }, o);
  }
}

interface Fold {
  readonly experiment: Experiment;
  readonly folder: RunFolder;
  readonly data: TrainingData;
  readonly fold: number;
}

async function* measuredFold(one: Fold, o: MeasurePeaksOptions): AsyncGenerator<MeasuredPeaks> {
  const { experiment, folder, fold } = one;
  for (const which of ['best', 'last'] as const) {
    const source = zooSource(folder, which);
    if (!source.folds.includes(fold)) continue;
    const name = `${experiment.name} fold ${fold} ${which}`;
    const predictor = await source.load(fold, { name, runtime: o.runtime, lean: false });
    try {
      const distribution = peakDistribution(await peaksOf(one, predictor, o.signal), await source.sha256Of(fold));
      await recordPeaks(folder.path, fold, { [which]: distribution });
      yield { ...distribution, name: experiment.name, fold, which };
    } finally {
      await predictor.release();
    }
  }
}

const peaksOf = async (one: Fold, predictor: Predictor, signal: AbortSignal): Promise<readonly number[]> => {
  const validation = validationOf(one);
  const { experiment, data } = one;
  const studies = data.studiesOf(validation);
  const samples = experimentDataset(experiment, { studies, labels: data.labels, signal });
  const peaks: number[] = [];
  for await (const batch of samples.validation({ signal })) {
    const { heatmaps } = await predictor.predict(batch.inputs);
    if (heatmaps !== undefined) peaks.push(...labelledPeaks(heatmaps, batch.target));
  }
  signal.throwIfAborted();
  if (peaks.length === 0) throw samplesNone('validation', validation.length);
  return peaks;
};

/** Studies that the fold did not train on, according to its run folder. */
const validationOf = ({ folder, data, fold }: Fold): readonly string[] => {
  const validation = folder.splits?.find((split) => split.fold === fold)?.validation ?? [];
  const missing = validation.filter((id) => !data.labels.has(id));
  if (validation.length === 0 || missing.length > 0) throw peaksStudiesMissing(fold, missing, { file: folder.path });
  return validation;
};
