import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dataset as TfDataset } from '@tensorflow/tfjs-data';
import type { StudyRef } from '../../domain/study.ts';
import { LEVELS, SIDES } from '../../domain/vocabulary.ts';
import {
  type AugmentationOptions,
  augmentedSample,
  plainSample,
  type ReadySample,
  type TargetOptions,
} from './augment-sample.ts';
import { batchOf } from './batch-of.ts';
import { batched } from './batched.ts';
import { chanceOf, inRandomOrder } from './chance.ts';
import { checkShapes, type InputShapes } from './check-shapes.ts';
import { mapInOrder } from './map-in-order.ts';
import type { PrepareStudy } from './study-flow.ts';
import type { Labels } from './study-labels.ts';
import { itemsOf, type TfBatch } from './tf-batch.ts';
import { type Ticketed, ticketed } from './ticketed.ts';
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
  /** Ends it: nothing more is prepared, and whoever asks for a batch is told so. */
  readonly signal?: AbortSignal;
}

export interface TrainingPass extends Pass {
  /** From 0. */
  readonly epoch: number;
  /** So many batches are passed over, cheaply. */
  readonly skip?: number;
}

/** Samples as `tf.data` datasets, made while they are asked for. Nothing is kept from one pass to the next. */
export interface Dataset {
  /** Batches of an epoch: shuffled and augmented by seed and epoch. */
  readonly training: (o: TrainingPass) => Promise<TfDataset<TfBatch>>;
  /** All samples in the order of their studies, as they are. */
  readonly validation: (o?: Pass) => Promise<TfDataset<TfBatch>>;
  /** How many batches an epoch of training has, judged by the studies that were prepared for one; 0 before the first. */
  readonly batchesExpected: () => number;
  /** Samples of training as they are drawn, without batches. */
  readonly augmented: (o: { readonly epoch: number }) => AsyncGenerator<ReadySample>;
}

/** Samples of studies through the steps of an experiment, in bounded memory. The same seed gives the same batches, whatever the number of readers. */
export const dataset = (o: DatasetOptions): Dataset => {
  let counted = { studies: 0, samples: 0 };
  const prepared = (studies: readonly StudyRef[], epoch?: number): AsyncGenerator<readonly TrainSample[]> =>
    mapInOrder(studies, o.readers, async (study) => {
      const chance = epoch === undefined ? undefined : chanceOf({ seed: o.seed, epoch, studyId: study.id });
      const samples = await o.prepare({ study, labels: o.labels.get(study.id)!, chance });
      for (const sample of samples) checkShapes(sample, o.shapes);
      if (epoch !== undefined) counted = { studies: counted.studies + 1, samples: counted.samples + samples.length };
      return samples;
    });

  const drawn = async ({ epoch, signal }: TrainingPass): Promise<Ticketed<TrainSample>> => {
    const studies = inRandomOrder(o.studies, `${o.seed}/${epoch}/studies`);
    const { tickets, items } = await ticketed(() => prepared(studies, epoch), signal);
    return { tickets: tickets.shuffle(samplesHeld(o), `${o.seed}/${epoch}/samples`), items };
  };

  const augment = async (sample: TrainSample, epoch: number): Promise<ReadySample> => {
    await nextTurn(); // pixels take a while; whatever else runs in this thread gets its turn
    const chance = chanceOf({ seed: o.seed, epoch, studyId: sample.studyId });
    return augmentedSample(sample, { ...o, chance });
  };

  return {
    training: async (pass) => {
      let passed = 0;
      const make = async (samples: readonly TrainSample[]) => {
        const lone = samples.length === 1 && o.batch > 1; // batch statistics need two samples
        if (lone || passed++ < (pass.skip ?? 0)) return undefined;
        const ready: ReadySample[] = [];
        for (const sample of samples) ready.push(await augment(sample, pass.epoch));
        return batchOf(ready);
      };
      return batched(await drawn(pass), { ...o, make });
    },
    validation: async ({ signal } = {}) => {
      const make = async (samples: readonly TrainSample[]) => batchOf(samples.map((sample) => plainSample(sample, o)));
      return batched(await ticketed(() => prepared(o.studies), signal), { ...o, make });
    },
    batchesExpected: () => {
      const { studies, samples } = counted;
      return studies === 0 ? 0 : Math.ceil((o.studies.length * samples) / studies / o.batch);
    },
    augmented: async function* ({ epoch }) {
      const { tickets, items } = await drawn({ epoch });
      for await (const ticket of itemsOf(tickets)) yield augment(items.take(ticket), epoch);
    },
  };
};

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
