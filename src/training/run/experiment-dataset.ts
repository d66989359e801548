import type { StudyRef } from '../../domain/study.ts';
import { type Dataset, dataset } from '../data/dataset.ts';
import type { Labels } from '../data/labels/study-labels.ts';
import { cached } from '../data/sample-cache.ts';
import { type PrepareStudy, studyFlow } from '../data/study-flow.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { chosenLoss } from '../losses/chosen-loss.ts';
import { STEPS_ENV } from './steps-env.ts';

const HEATMAP_STD_PX = 10;

/** The studies and labels of a dataset. */
export interface DatasetSource {
  readonly studies: readonly StudyRef[];
  readonly labels: Labels;
  /**
   * Folder for prepared samples; nothing is cached without it, for logits, or if the steps produce different images in
   * every epoch.
   */
  readonly cache?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Returns the samples of some studies for an experiment: inputs [n, ...] by name, and heatmaps or labels as the target.
 * @param source  studies and labels as `openData` gives them, a folder for prepared samples, and a signal that ends the
 * reading
 *
 * @example
 * import { experimentDataset, loadExperiments, openData } from 'spinestream/training';
 *
 * const experiment = (await loadExperiments('keypoints.yaml', {})).experiments[0]!;
 * const { labels, splits, studiesOf } = await openData(experiment, { data: 'data' });
 * const signal = new AbortController().signal;
 * const dataset = experimentDataset(experiment, { studies: studiesOf(splits[0]!.validation), labels, signal });
 * const shapes: (readonly number[])[] = [];
 * for await (const { target } of dataset.validation()) shapes.push(target.shape);
 * shapes; // [[2, 5, 32, 32], [1, 5, 32, 32]]
 */
export const experimentDataset = (experiment: Experiment, source: DatasetSource): Dataset => {
  const { architecture, frame } = experiment;
  const { training, loading, augmentation, samples } = frame;
  const { info, options } = chosenLoss(frame);
  return dataset({
    studies: source.studies,
    labels: source.labels,
    prepare: preparation(experiment, source),
    shapes: new Map(architecture.inputs.map(({ name, shape }) => [name, shape])),
    batch: training.batch,
    seed: training.seed,
    classWeights: training.classWeights,
    targets: info.targetsOf(options, training),
    stdPx: samples.heatmaps?.stdPx ?? HEATMAP_STD_PX,
    augmentation,
    ...loading,
  });
};

const preparation = (experiment: Experiment, { cache, signal }: DatasetSource): PrepareStudy => {
  const { steps, plan, varies, recipe, frame } = experiment;
  const prepare = studyFlow(steps, plan, STEPS_ENV, signal);
  return cache === undefined || varies || frame.samples.logits !== undefined
    ? prepare
    : cached(prepare, { folder: cache, recipe });
};
