import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LEAST_STUDIES } from '../../domain/measure-reference.ts';
import type { StudyRef } from '../../domain/study.ts';
import { featuresFile, formatFeatures } from '../../models/features/feature-record.ts';
import { type FeatureReference, featureReferenceOf } from '../../models/features/feature-reference.ts';
import { type FeatureVectors, joinedVectors } from '../../models/features/feature-space.ts';
import { rowsWithPixels, vectorsOf } from '../../models/features/study-features.ts';
import { startOnnxRuntime } from '../../models/runtime/onnx/onnx-runtime.ts';
import type { Predictor } from '../../models/runtime/runtime.ts';
import { readRunFolder } from '../../models/weights/run-folder.ts';
import type { Split } from '../../models/weights/splits.ts';
import { isRegionKind } from '../../models/zoo/region-kinds.ts';
import { samplesNone } from '../data/errors.ts';
import { mapInOrder } from '../data/in-order.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { featuresOfNothing, featuresStudiesMissing } from '../run/errors.ts';
import { experimentDataset } from '../run/experiment-dataset.ts';
import type { LabelledStudies, TrainingData } from '../run/open-data.ts';
import { publishFile } from '../run/published-file.ts';
import { type MeasureOptions, networksOf, splitOf, type TrainedFold, trainedFolds } from './trained-networks.ts';

/** Studies of each set at most: more change a distribution with a few variances little, and each takes time. */
const MOST_STUDIES = 400;
/** Studies whose images are read concurrently. */
const READERS = 2;

/** Features of one fold's weights. */
export interface MeasuredFeatures extends FeatureReference {
  /** Of the run folder. */
  readonly name: string;
  readonly fold: number;
}

interface Pass {
  readonly experiment: Experiment;
  readonly data: LabelledStudies;
  readonly predictor: Predictor;
  readonly signal: AbortSignal;
  /** As in `TrainOptions`. */
  readonly cache?: string | undefined;
  readonly onProgress?: MeasureOptions['onProgress'];
}

const isOfRegions = ({ architecture }: Experiment): boolean => isRegionKind(architecture.config.kind);

/** Evenly chosen, in order. */
const chosen = (ids: readonly string[]): readonly string[] =>
  ids.length <= MOST_STUDIES
    ? ids
    : Array.from({ length: MOST_STUDIES }, (_, index) => ids[Math.floor((index * ids.length) / MOST_STUDIES)]!);

/** The features of a study's regions; undefined if none of its samples has pixels. */
const featuresOfStudy = async (
  study: StudyRef,
  { experiment, data: { labels }, predictor, signal, cache }: Pass,
): Promise<FeatureVectors | undefined> => {
  const parts: FeatureVectors[] = [];
  const samples = experimentDataset(experiment, { studies: [study], labels, signal, cache });
  for await (const { inputs } of samples.validation({ signal })) {
    const rows = rowsWithPixels(inputs);
    const vectors = vectorsOf(await predictor.predict(inputs), rows);
    if (vectors !== undefined && rows.length > 0) parts.push(vectors);
  }
  return parts.length > 0 ? joinedVectors(parts) : undefined;
};

const featuresOf = async (
  set: 'train' | 'validation',
  ids: readonly string[],
  pass: Pass,
): Promise<readonly FeatureVectors[]> => {
  const found: FeatureVectors[] = [];
  const studies = pass.data.studiesOf(chosen(ids));
  let done = 0;
  for await (const one of mapInOrder(studies, READERS, (study) => featuresOfStudy(study, pass))) {
    pass.signal.throwIfAborted();
    if (one !== undefined) found.push(one);
    pass.onProgress?.(++done, studies.length);
  }
  if (found.length === 0) throw samplesNone(set, ids.length);
  return found;
};

const measured = async ({ train, validation }: Omit<Split, 'fold'>, pass: Pass): Promise<FeatureReference> =>
  featureReferenceOf(await featuresOf('train', train, pass), await featuresOf('validation', validation, pass));

/**
 * Measures the features that trained region networks compute of their training and validation studies, and records
 * them with the best weights of each fold, for `compare-features`. Training does this automatically; use this for older
 * run folders.
 * @throws FEATURES_*, RUN_FOLDER_*, FOLD_UNKNOWN, and errors of labels, studies and weights
 *
 * @example
 * import { startOnnxRuntime } from 'spinestream/models';
 * import { loadExperiments, measureFeatures } from 'spinestream/training';
 *
 * const { experiments } = await loadExperiments('keypoints.yaml', {});
 * const runtime = await startOnnxRuntime();
 * const options = { data: 'data', models: 'trained', runtime, signal: new AbortController().signal };
 * await measureFeatures(experiments, options).next(); // throws FEATURES_OF_NOTHING
 */
export async function* measureFeatures(
  experiments: readonly Experiment[],
  o: MeasureOptions,
): AsyncGenerator<MeasuredFeatures> {
  const ofRegions = experiments.filter(isOfRegions);
  if (ofRegions.length === 0) throw featuresOfNothing(experiments.map(({ name }) => name));
  for await (const one of trainedFolds(ofRegions, o)) {
    const split = splitOf(one, { sets: ['train', 'validation'], missing: featuresStudiesMissing });
    yield* await recordedFold(one, split, o);
  }
}

/** Measures and records the features of a fold's best weights; nothing if it has none. */
const recordedFold = async (
  fold: TrainedFold,
  split: Split,
  {
    runtime,
    signal,
    cache,
    onProgress,
  }: Pick<MeasureOptions, 'runtime'> & Pick<Pass, 'signal' | 'cache' | 'onProgress'>,
): Promise<readonly MeasuredFeatures[]> => {
  const recorded: MeasuredFeatures[] = [];
  for await (const network of networksOf(fold, { runtime, features: true, which: ['best'] })) {
    const reference = await measured(split, { ...network, signal, cache, onProgress });
    await publishFile(join(fold.folder.path, featuresFile(fold.fold)), formatFeatures(network.sha256, reference));
    recorded.push({ ...reference, name: fold.experiment.name, fold: fold.fold });
  }
  return recorded;
};

/**
 * Records the features of a fold whose training has ended, unless they are recorded or the training was stopped. Does
 * nothing with too few validation studies to judge others by.
 */
export const recordTrainingFeatures = async (
  folder: string,
  {
    split,
    stop,
    ...pass
  }: Omit<Pass, 'predictor' | 'signal'> & {
    readonly data: TrainingData;
    readonly split: Split;
    readonly stop: AbortSignal;
  },
): Promise<void> => {
  const { fold, validation } = split;
  const isDone = existsSync(join(folder, featuresFile(fold)));
  if (stop.aborted || isDone || !isOfRegions(pass.experiment) || validation.length < LEAST_STUDIES) return;
  const runtime = await startOnnxRuntime();
  try {
    const trained = { ...pass, folder: await readRunFolder(folder), fold };
    await recordedFold(trained, split, { runtime, signal: stop, cache: pass.cache });
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    await runtime.close();
  }
};
