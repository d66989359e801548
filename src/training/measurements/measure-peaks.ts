import type { Predictor } from '../../models/runtime/runtime.ts';
import type { Which } from '../../models/weights/fold-files.ts';
import { type PeakDistribution, peakDistribution, recordPeaks } from '../../models/weights/peak-record.ts';
import { samplesNone } from '../data/errors.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { peaksOfNothing, peaksStudiesMissing } from '../run/errors.ts';
import { experimentDataset } from '../run/experiment-dataset.ts';
import { labelledPeaks } from './labelled-peaks.ts';
import { type MeasureOptions, networksOf, splitOf, type TrainedFold, trainedFolds } from './trained-networks.ts';

/** Heatmap peaks of one fold's weights. */
export interface MeasuredPeaks extends PeakDistribution {
  /** Of the run folder. */
  readonly name: string;
  readonly fold: number;
  readonly which: Which;
}

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
 * const options = { data: 'data', models: 'trained', runtime, signal: new AbortController().signal };
 * const measured: string[] = [];
 * for await (const { which, maps } of measurePeaks(experiments, options)) measured.push(`${which}: ${maps} maps`);
 * measured; // ['best: 15 maps', 'last: 15 maps']
 */
export async function* measurePeaks(
  experiments: readonly Experiment[],
  o: MeasureOptions,
): AsyncGenerator<MeasuredPeaks> {
  const ofKeypoints = experiments.filter(({ architecture }) => architecture.config.kind === 'keypoints');
  if (ofKeypoints.length === 0) throw peaksOfNothing(experiments.map(({ name }) => name));
  for await (const one of trainedFolds(ofKeypoints, o))
    for await (const { experiment, folder, fold, which, sha256, predictor } of networksOf(one, o)) {
      const distribution = peakDistribution(await peaksOf(one, predictor, o.signal), sha256);
      await recordPeaks(folder.path, fold, { [which]: distribution });
      yield { ...distribution, name: experiment.name, fold, which };
    }
}

const peaksOf = async (one: TrainedFold, predictor: Predictor, signal: AbortSignal): Promise<readonly number[]> => {
  const { validation } = splitOf(one, { sets: ['validation'], missing: peaksStudiesMissing });
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
