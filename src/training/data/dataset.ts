import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StudyRef } from '../../domain/study.ts';
import { LEVELS, SIDES } from '../../domain/vocabulary.ts';
import { batchChanges } from '../augmentations/drawn.ts';
import {
  type AugmentationOptions,
  augmentedSample,
  plainSample,
  type ReadySample,
  type TargetOptions,
} from './augment-sample.ts';
import { batchOf, type DataBatch } from './batch-of.ts';
import { checkShapes, type InputShapes } from './check-shapes.ts';
import { mapInOrder } from './map-in-order.ts';
import { readAhead } from './read-ahead.ts';
import { chanceOf, inRandomOrder, randomOf } from './rng-streams.ts';
import { shuffled } from './shuffled.ts';
import type { PrepareStudy } from './study-flow.ts';
import type { Labels } from './study-labels.ts';
import type { TrainSample } from './train-sample.ts';

/** How much is in memory, and how fast it comes; nothing here changes which batches there are, but `shuffleMb` their order. */
export interface LoadingOptions {
  /** Studies prepared at a time. */
  readonly readers: number;
  /** Batches made before they are asked for. */
  readonly readAhead: number;
  /** Samples are drawn from so many megabytes of them. */
  readonly shuffleMb: number;
}

export interface DatasetOptions extends TargetOptions, LoadingOptions {
  readonly studies: readonly StudyRef[];
  readonly labels: Labels;
  readonly prepare: PrepareStudy;
  /** Of the network's inputs, for a free batch. */
  readonly shapes: InputShapes;
  readonly batch: number;
  readonly seed: number;
  readonly augmentation: AugmentationOptions;
}

/** One pass over the samples. */
export interface Pass {
  /** Ends it: nothing more is prepared, and no batch comes. */
  readonly signal?: AbortSignal;
}

/** Which epoch of training data to make. */
export interface TrainingPass extends Pass {
  /** From 0. */
  readonly epoch: number;
  /** So many batches are passed over, cheaply. */
  readonly skip?: number;
}

/** Batches of samples, made while they are asked for. Nothing is kept from one pass to the next. */
export interface Dataset {
  /** Batches of an epoch: shuffled and augmented by seed and epoch. */
  readonly training: (o: TrainingPass) => AsyncGenerator<DataBatch>;
  /** All samples in the order of their studies, as they are. */
  readonly validation: (o?: Pass) => AsyncGenerator<DataBatch>;
  /** How many batches an epoch of training has, judged by the studies that were prepared for one; 0 before the first. */
  readonly batchesExpected: () => number;
  /** Samples of training as they are drawn, without batches. */
  readonly augmented: (o: { readonly epoch: number }) => AsyncGenerator<ReadySample>;
}

/** Samples of studies through the steps of an experiment, in bounded memory. The same seed gives the same batches, whatever the number of readers. */
export const dataset = (o: DatasetOptions): Dataset => {
  let counted = { studies: 0, samples: 0 };
  async function* prepared(studies: readonly StudyRef[], { epoch, signal }: Prepared): AsyncGenerator<TrainSample> {
    const lists = mapInOrder(studies, o.readers, async (study) => {
      const chance = epoch === undefined ? undefined : chanceOf({ seed: o.seed, epoch, studyId: study.id });
      const samples = await o.prepare({ study, labels: o.labels.get(study.id)!, chance });
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
    await nextTurn(); // pixels take a while; whatever else runs in this thread gets its turn
    const chance = chanceOf({ seed: o.seed, epoch, studyId: sample.studyId });
    return augmentedSample(sample, { ...o, chance });
  };

  async function* trained({ epoch, skip = 0 }: TrainingPass, signal: AbortSignal): AsyncGenerator<DataBatch> {
    let passed = 0;
    for await (const samples of inBatches(inOrder(epoch, signal), o.batch)) {
      const lone = samples.length === 1 && o.batch > 1; // batch statistics need two samples
      if (lone || passed++ < skip) continue;
      const ready: ReadySample[] = [];
      for (const sample of samples) ready.push(await augment(sample, epoch));
      const mixed = batchChanges(o.augmentation, (name) => randomOf(`${o.seed}/${epoch}/batch ${passed}/${name}`));
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
  /** Undefined without chance. */
  readonly epoch?: number;
  readonly signal: AbortSignal;
}

/** A pass that prepares nothing more once it is given up, by its signal or by whoever takes its items. */
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
/** A sample a level and side; a wider window than there are samples costs time and shuffles no better. */
const MOST_SAMPLES_A_STUDY = LEVELS.length * SIDES.length;

/** How many samples the shuffling may hold; it follows from shapes and studies alone, so that the order does not depend on the machine. */
const samplesHeld = ({ shapes, shuffleMb, studies }: DatasetOptions): number => {
  const numbers = [...shapes.values()].map((shape) => shape.slice(1).reduce<number>((n, size) => n * Number(size), 1));
  const bytes = BYTES_OF_FLOAT * numbers.reduce((sum, count) => sum + count, 0);
  const fitting = Math.floor((shuffleMb * 2 ** 20) / bytes);
  return Math.max(1, Math.min(fitting, MOST_SAMPLES_A_STUDY * studies.length));
};
