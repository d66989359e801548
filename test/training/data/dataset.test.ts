import { dispose, memory } from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import type { StudyRef } from '../../../src/domain/study.ts';
import { LOCATIONS, type Location } from '../../../src/domain/vocabulary.ts';
import type { DataBatch } from '../../../src/training/data/batch-of.ts';
import { type DatasetOptions, dataset, type TrainingPass } from '../../../src/training/data/dataset.ts';
import { tfDataset } from '../../../src/training/data/tf-batch.ts';
import type { TrainSample } from '../../../src/training/data/train-sample.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const SIZE_PX = 8;
const SHAPE = [2, SIZE_PX, SIZE_PX] as const;

const studies = Array.from({ length: 6 }, (_, index): StudyRef => ({ id: String(index), series: [] }));
const grades = Object.fromEntries(LOCATIONS.map((location) => [location, 0])) as Record<Location, number>;
const labels = new Map(studies.map(({ id }) => [id, { grades, coordinates: [] }]));

/** Three samples a study, whose pixels say which they are. */
const samplesOf = (study: StudyRef): readonly TrainSample[] =>
  (['l1_l2', 'l2_l3', 'l3_l4'] as const).map((level, index) => ({
    studyId: study.id,
    site: { level },
    inputs: [
      {
        name: 'sagt1',
        source: 'sagt1',
        shape: SHAPE,
        pixels: new Float32Array(2 * SIZE_PX * SIZE_PX).map((_, i) => Number(study.id) + 0.1 * index + 0.001 * i),
      },
    ],
    answer: { kind: 'grades', grades: [index] },
  }));

const optionsWith = (changed: Partial<DatasetOptions> = {}): DatasetOptions => ({
  studies,
  labels,
  prepare: async ({ study }) => samplesOf(study),
  shapes: new Map([['sagt1', ['n', ...SHAPE]]]),
  batch: 4,
  seed: 7,
  augmentation: { filterProbability: 0.5, shuffleProbability: 0.5, maxAngleDeg: 15 },
  stdPx: 1,
  classWeights: [1, 2, 4],
  readers: 2,
  readAhead: 1,
  shuffleMb: 1,
  ...changed,
});

const collected = async (batches: AsyncIterable<DataBatch>): Promise<readonly DataBatch[]> => {
  const all: DataBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
};

const training = async (changed: Partial<DatasetOptions> = {}, pass: TrainingPass = { epoch: 0 }) =>
  collected(dataset(optionsWith(changed)).training(pass));

const validation = async (changed: Partial<DatasetOptions> = {}) =>
  collected(dataset(optionsWith(changed)).validation());

const namesIn = (batches: readonly DataBatch[]): readonly string[] => batches.flatMap(({ samples }) => samples);

describe('dataset', () => {
  it('gives every sample of an epoch once, in batches', async () => {
    const batches = await training();
    expect(batches.map(({ samples }) => samples.length)).to.eql([4, 4, 4, 4, 2]);
    expect(new Set(namesIn(batches)).size).to.equal(18);
    expect(batches[0]!.inputs.sagt1!.shape).to.eql([4, ...SHAPE]);
    expect(batches[0]!.target.shape).to.eql([4, 1, 3]);
  });

  it('gives the same batches whatever the number of readers and however far it reads ahead', async () => {
    const slow: DatasetOptions['prepare'] = async ({ study }) => {
      await new Promise((resolve) => setTimeout(resolve, (Number(study.id) * 7) % 5));
      return samplesOf(study);
    };
    const one = await training({ readers: 1, readAhead: 0 });
    expect(await training({ readers: 4, readAhead: 3, prepare: slow })).to.eql(one);
  });

  it('gives other orders and other pixels in another epoch, and with another seed', async () => {
    const first = await training();
    expect(namesIn(await training({}, { epoch: 1, skip: 0 }))).not.to.eql(namesIn(first));
    expect(namesIn(await training({ seed: 8 }))).not.to.eql(namesIn(first));
    expect(await training()).to.eql(first);
  });

  it('passes over batches without changing those that follow', async () => {
    const all = await training();
    expect(await training({}, { epoch: 0, skip: 3 })).to.eql(all.slice(3));
    expect(await training({}, { epoch: 0, skip: 5 })).to.eql([]);
  });

  it('mixes the samples of a batch by chances of its own, the same after batches that were passed over', async () => {
    const augmentation = { filterProbability: 0, shuffleProbability: 0, maxAngleDeg: 0 };
    const mixing = (probability: number) => ({ augmentation: { ...augmentation, mixup: { probability, alpha: 1 } } });
    const plain = await training({ augmentation });
    const mixed = await training(mixing(1));
    expect(namesIn(mixed)).to.eql(namesIn(plain));
    expect(mixed.map(({ inputs }) => inputs)).not.to.eql(plain.map(({ inputs }) => inputs));
    const sum = (data: Float32Array) => data.reduce((total, value) => total + value, 0);
    for (const [index, { inputs, target }] of mixed.entries()) {
      // mixing shares out what a batch has: sums over the batch stay
      expect(sum(inputs.sagt1!.data)).to.be.closeTo(sum(plain[index]!.inputs.sagt1!.data), 1e-2);
      expect(sum(target.data)).to.be.closeTo(sum(plain[index]!.target.data), 1e-5);
    }
    expect(await training(mixing(1), { epoch: 0, skip: 3 })).to.eql(mixed.slice(3));
    expect(await training(mixing(0))).to.eql(plain);
  });

  it('expects as many batches as the studies so far show', async () => {
    const { training: begin, batchesExpected } = dataset(optionsWith());
    expect(batchesExpected()).to.equal(0);
    await collected(begin({ epoch: 0 }));
    expect(batchesExpected()).to.equal(5);
  });

  it('leaves out a last batch of a single sample, whose statistics mean nothing', async () => {
    expect((await training({ studies: studies.slice(0, 3) })).map(({ samples }) => samples.length)).to.eql([4, 4]);
    expect(await training({ studies: studies.slice(0, 1), batch: 1 })).to.have.length(3);
  });

  it('validates samples as they are, in the order of their studies', async () => {
    const batches = await validation();
    expect(namesIn(batches).slice(0, 4)).to.eql(['0 l1_l2', '0 l2_l3', '0 l3_l4', '1 l1_l2']);
    const [first] = batches as [DataBatch];
    expect(first.inputs.sagt1!.data.subarray(0, 128)).to.eql(samplesOf(studies[0]!)[0]!.inputs[0]!.pixels);
    expect(Array.from(first.target.data)).to.eql([1, 0, 0, 0, 2, 0, 0, 0, 4, 1, 0, 0]);
  });

  it('has RNG streams in training and none in validation', async () => {
    const seen: boolean[] = [];
    const prepare: DatasetOptions['prepare'] = async ({ study, rng }) => {
      seen.push(rng !== undefined);
      return samplesOf(study);
    };
    await training({ prepare });
    await validation({ prepare });
    expect(seen).to.eql([...Array(6).fill(true), ...Array(6).fill(false)]);
  });

  it('reads no further than readers, shuffling and batches made ahead need', async () => {
    let prepared = 0;
    const many = Array.from({ length: 200 }, (_, index): StudyRef => ({ id: String(index), series: [] }));
    const prepare: DatasetOptions['prepare'] = async ({ study }) => {
      prepared++;
      return samplesOf(study);
    };
    const options = { studies: many, labels: new Map(many.map(({ id }) => [id, labels.get('0')!])), prepare };
    // a sample has 512 bytes: 12 are held, 4 studies; 2 batches of 4 samples and one ahead are 4 studies; 3 are under way
    const shuffleMb = (12 * 512) / 2 ** 20;
    const limited = optionsWith({ ...options, shuffleMb, readers: 3, readAhead: 1 });
    const batches = dataset(limited).training({ epoch: 0 });
    await batches.next();
    await batches.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(prepared).to.be.at.most(4 + 4 + 3);
  });

  it('passes on what goes wrong with a study', async () => {
    const prepare: DatasetOptions['prepare'] = async ({ study }) =>
      study.id === '3' ? Promise.reject(new Error('broken file')) : samplesOf(study);
    const outcome = await training({ prepare }).catch((error: Error) => error.message);
    expect(outcome).to.equal('broken file');
  });

  it('refuses samples that the network cannot take', async () => {
    const shapes = new Map([['sagt1', ['n', 5, SIZE_PX, SIZE_PX] as const]]);
    const { code, message } = await rejectionOf(training({ shapes, studies: studies.slice(0, 1) }));
    expect([code, message]).to.eql([
      'SAMPLE_SHAPE_UNFIT',
      'study 0: the model expects "sagt1" of shape [5, 8, 8], but the steps give [2, 8, 8]; make slices and resolutionPx of the steps match the architecture',
    ]);
  });

  it('becomes a tf.data dataset, whose tensors are those that were asked for and no others', async () => {
    const { training: begin } = dataset(optionsWith({ readAhead: 3 }));
    const batches = await tfDataset(() => begin({ epoch: 0 }));
    const before = memory().numTensors;
    const shapes: (readonly number[])[] = [];
    await batches.take(2).forEachAsync((batch) => {
      shapes.push(batch.xs.sagt1!.shape, batch.ys.shape);
      expect(batch.samples).to.have.length(4);
      expect(memory().numTensors).to.equal(before + 2);
      dispose(batch);
      expect(memory().numTensors).to.equal(before);
    });
    expect(shapes).to.eql([
      [4, ...SHAPE],
      [4, 1, 3],
      [4, ...SHAPE],
      [4, 1, 3],
    ]);
    await new Promise((resolve) => setTimeout(resolve, 20)); // batches ahead are ready by now
    expect(memory().numTensors).to.equal(before);
  });

  it('tells of a failure where it was read ahead, to whoever asks next', async () => {
    const prepare: DatasetOptions['prepare'] = async ({ study }) =>
      study.id === '5' ? Promise.reject(new Error('broken file')) : samplesOf(study);
    const batches = dataset(optionsWith({ prepare, readAhead: 4 })).validation();
    await batches.next();
    await new Promise((resolve) => setTimeout(resolve, 20)); // an unhandled rejection would have ended the process
    const outcome = await (async () => {
      for await (const _ of batches);
    })().catch((error: Error) => error.message);
    expect(outcome).to.equal('broken file');
  });

  it('ends a pass that is given up: nothing more is prepared, and no batch comes', async () => {
    let prepared = 0;
    const prepare: DatasetOptions['prepare'] = async ({ study }) => {
      prepared++;
      return samplesOf(study);
    };
    const ending = new AbortController();
    const pass = { epoch: 0, signal: ending.signal };
    const batches = dataset(optionsWith({ prepare, batch: 1, shuffleMb: 1e-9 })).training(pass);
    await batches.next();
    ending.abort();
    const before = prepared;
    expect((await batches.next()).done).to.equal(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(prepared).to.be.at.most(before + 2);
  });
});
