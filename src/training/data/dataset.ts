import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StudyRef } from '../../domain/study.ts';
import { LEVELS, SIDES } from '../../domain/vocabulary.ts';
import { elementsPerSample } from '../../models/nn/dim.ts';
import { drawnChanges } from '../augmentations/drawn.ts';
import {
  type AugmentationOptions,
  augmentedSample,
  plainSample,
  type ReadySample,
  type TargetOptions,
} from './augment-sample.ts';
import { batchOf, type DataBatch } from './batch-of.ts';
import { mapInOrder, readAhead } from './in-order.ts';
import type { Labels } from './labels/study-labels.ts';
import { inRandomOrder, randomOf, rngStreamsOf } from './rng-streams.ts';
import { shuffled } from './shuffled.ts';
import type { PrepareStudy } from './study-flow.ts';
import { checkShapes, type InputShapes, type TrainSample } from './train-sample.ts';

/** Memory and speed of a dataset; only `shuffleMb` affects the batches, by their order. */
interface LoadingOptions {
  /** Studies prepared at a time. */
  readonly readers: number;
  /** Number of batches to prefetch. */
  readonly readAhead: number;
  /** Size of the shuffle buffer in MB of samples. */
  readonly shuffleMb: number;
}

export interface DatasetOptions extends TargetOptions, LoadingOptions {
  readonly studies: readonly StudyRef[];
  readonly labels: Labels;
  readonly prepare: PrepareStudy;
  /** Shapes of the network's inputs, with a free batch size. */
  readonly shapes: InputShapes;
  readonly batch: number;
  readonly seed: number;
  readonly augmentation: AugmentationOptions;
}

/** One pass over the samples. */
export interface Pass {
  /** Cancels the pass: no more preparation, no more batches. */
  readonly signal?: AbortSignal;
}

/** The epoch of training data to generate. */
export interface TrainingPass extends Pass {
  /** From 0. */
  readonly epoch: number;
  /** Number of batches to skip, cheaply. */
  readonly skip?: number;
}

/** Batches of samples, generated on demand. Nothing persists between passes. */
export interface Dataset {
  /** Batches of an epoch: shuffled and augmented by seed and epoch. */
  readonly training: (o: TrainingPass) => AsyncGenerator<DataBatch>;
  /** All samples without augmentation, in the order of their studies. */
  readonly validation: (o?: Pass) => AsyncGenerator<DataBatch>;
  /** Number of training batches per epoch, estimated from the studies prepared in one; 0 before the first. */
  readonly batchesExpected: () => number;
  /** Training samples as generated, without batching. */
  readonly augmented: (o: { readonly epoch: number }) => AsyncGenerator<ReadySample>;
}

/**
 * Processes the samples of studies with the steps of an experiment, in bounded memory. The same seed gives the same
 * batches, regardless of the number of readers.
 */
export const dataset = (o: DatasetOptions): Dataset => {
  let counted = { studies: 0, samples: 0 };
  async function* prepared(studies: readonly StudyRef[], { epoch, signal }: Prepared): AsyncGenerator<TrainSample> {
    const lists = mapInOrder(studies, o.readers, async (study) => {
      const rng = epoch === undefined ? undefined : rngStreamsOf({ seed: o.seed, epoch, studyId: study.id });
      const samples = await o.prepare({ study, labels: o.labels.get(study.id)!, rng });
      for (const sample of samples) checkShapes(sample, o.shapes);
      if (epoch !== undefined) counted = { studies: counted.studies + 1, samples: counted.samples + samples.length };
      return samples;
    });
    for await (const list of lists)
      for (const sample of list) {
        if (signal.aborted) return;
        yield sample;
      }
  }

  const inOrder = (epoch: number, signal: AbortSignal): AsyncGenerator<TrainSample> => {
    const studies = inRandomOrder(o.studies, `${o.seed}/${epoch}/studies`);
    return shuffled(prepared(studies, { epoch, signal }), samplesHeld(o), `${o.seed}/${epoch}/samples`);
  };

  const augment = async (sample: TrainSample, epoch: number): Promise<ReadySample> => {
    await nextTurn(); // pixels take a while; yields to other work in this thread
    const rng = rngStreamsOf({ seed: o.seed, epoch, studyId: sample.studyId });
    return augmentedSample(sample, { ...o, rng });
  };

  async function* trained({ epoch, skip = 0 }: TrainingPass, signal: AbortSignal): AsyncGenerator<DataBatch> {
    let passed = 0;
    for await (const samples of inBatches(inOrder(epoch, signal), o.batch)) {
      const lone = samples.length === 1 && o.batch > 1; // batch statistics need two samples
      if (lone || passed++ < skip) continue;
      const ready: ReadySample[] = [];
      for (const sample of samples) ready.push(await augment(sample, epoch));
      const mixed = drawnChanges('batch', o.augmentation, (name) =>
        randomOf(`${o.seed}/${epoch}/batch ${passed}/${name}`),
      );
      yield batchOf(mixed.reduce<readonly ReadySample[]>((changed, change) => change(changed), ready));
    }
  }

  async function* validated(signal: AbortSignal): AsyncGenerator<DataBatch> {
    for await (const samples of inBatches(prepared(o.studies, { signal }), o.batch))
      yield batchOf(samples.map((sample) => plainSample(sample, o)));
  }

  return {
    training: (pass) => whole(pass, (signal) => readAhead(trained(pass, signal), o.readAhead)),
    validation: (pass = {}) => whole(pass, (signal) => readAhead(validated(signal), o.readAhead)),
    batchesExpected: () => {
      const { studies, samples } = counted;
      return studies === 0 ? 0 : Math.ceil((o.studies.length * samples) / studies / o.batch);
    },
    augmented: ({ epoch }) =>
      whole({}, async function* (signal) {
        for await (const sample of inOrder(epoch, signal)) yield augment(sample, epoch);
      }),
  };
};

interface Prepared {
  /** Undefined without randomness. */
  readonly epoch?: number;
  readonly signal: AbortSignal;
}

/** A pass that stops preparing once it is cancelled, by its signal or by its consumer. */
async function* whole<T>({ signal }: Pass, items: (signal: AbortSignal) => AsyncIterable<T>): AsyncGenerator<T> {
  const ended = new AbortController();
  const either = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  try {
    for await (const item of items(either)) {
      if (either.aborted) return;
      yield item;
    }
  } catch (error) {
    if (!either.aborted) throw error;
  } finally {
    ended.abort();
  }
}

async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const BYTES_OF_FLOAT = 4;
/** One sample per level and side; a window larger than the number of samples costs time and shuffles no better. */
const MOST_SAMPLES_A_STUDY = LEVELS.length * SIDES.length;

/**
 * Number of samples in the shuffle buffer; it depends on shapes and studies only, so the order does not depend on the
 * machine.
 */
const samplesHeld = ({ shapes, shuffleMb, studies }: DatasetOptions): number => {
  const bytes = BYTES_OF_FLOAT * [...shapes.values()].reduce((sum, shape) => sum + elementsPerSample(shape), 0);
  const fitting = Math.floor((shuffleMb * 2 ** 20) / bytes);
  return Math.max(1, Math.min(fitting, MOST_SAMPLES_A_STUDY * studies.length));
};
