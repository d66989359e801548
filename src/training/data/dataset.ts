import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StudyRef } from '../../domain/study.ts';
import {
  type AugmentationOptions,
  augmentedSample,
  plainSample,
  type ReadySample,
  type TargetOptions,
} from './augment-sample.ts';
import { batchOf, type DataBatch } from './batch-of.ts';
import { chanceOf, inRandomOrder, randomOf } from './chance.ts';
import { checkShapes, type InputShapes } from './check-shapes.ts';
import { inListsOf, mapInOrder, readAhead, shuffledThrough } from './streams.ts';
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

/** Batches of samples, made while they are asked for. Nothing is kept from one pass to the next. */
export interface Dataset {
  /** One epoch of training: shuffled and augmented by seed and epoch. The first `skip` batches are passed over, cheaply. */
  readonly training: (o: { readonly epoch: number; readonly skip?: number }) => AsyncGenerator<DataBatch>;
  /** All samples in the order of their studies, as they are. */
  readonly validation: () => AsyncGenerator<DataBatch>;
  /** Samples of training as they are drawn, without batches. */
  readonly augmented: (o: { readonly epoch: number }) => AsyncGenerator<ReadySample>;
}

/** Samples of studies through the steps of an experiment, in bounded memory. The same seed gives the same batches, whatever the number of readers. */
export const dataset = (o: DatasetOptions): Dataset => {
  const prepared = (studies: readonly StudyRef[], epoch?: number): AsyncGenerator<readonly TrainSample[]> =>
    mapInOrder(studies, o.readers, async (study) => {
      const chance = epoch === undefined ? undefined : chanceOf({ seed: o.seed, epoch, studyId: study.id });
      const samples = await o.prepare({ study, labels: o.labels.get(study.id)!, chance });
      for (const sample of samples) checkShapes(sample, o.shapes);
      return samples;
    });

  const drawn = (epoch: number): AsyncGenerator<TrainSample> => {
    const studies = inRandomOrder(o.studies, `${o.seed}/${epoch}/studies`);
    return shuffledThrough(flattened(prepared(studies, epoch)), samplesHeld(o), randomOf(`${o.seed}/${epoch}/samples`));
  };

  const augment = async (sample: TrainSample, epoch: number): Promise<ReadySample> => {
    await nextTurn(); // pixels take a while; whatever else runs in this thread gets its turn
    const chance = chanceOf({ seed: o.seed, epoch, studyId: sample.studyId });
    return augmentedSample(sample, { ...o, chance });
  };

  const trainingLists = async function* (epoch: number, skip: number) {
    let passed = 0;
    for await (const list of inListsOf(drawn(epoch), o.batch)) {
      const lone = list.length === 1 && o.batch > 1; // batch statistics need two samples
      if (lone || passed++ < skip) continue;
      const ready: ReadySample[] = [];
      for (const sample of list) ready.push(await augment(sample, epoch));
      yield batchOf(ready);
    }
  };

  const validationLists = async function* () {
    for await (const list of inListsOf(flattened(prepared(o.studies)), o.batch))
      yield batchOf(list.map((sample) => plainSample(sample, o)));
  };

  return {
    training: ({ epoch, skip = 0 }) => readAhead(trainingLists(epoch, skip), o.readAhead),
    validation: () => readAhead(validationLists(), o.readAhead),
    augmented: async function* ({ epoch }) {
      for await (const sample of drawn(epoch)) yield augment(sample, epoch);
    },
  };
};

async function* flattened<T>(lists: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const list of lists) yield* list;
}

const BYTES_OF_FLOAT = 4;

/** How many samples the shuffling may hold; it follows from the shapes alone, so that the order does not depend on the machine. */
const samplesHeld = ({ shapes, shuffleMb }: DatasetOptions): number => {
  const numbers = [...shapes.values()].map((shape) => shape.slice(1).reduce<number>((n, size) => n * Number(size), 1));
  const bytes = BYTES_OF_FLOAT * numbers.reduce((sum, count) => sum + count, 0);
  return Math.max(1, Math.floor((shuffleMb * 2 ** 20) / bytes));
};
