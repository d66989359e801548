import { expect } from 'chai';
import { argMax } from '../../../src/imaging/index.ts';
import { augmentedSample, plainSample } from '../../../src/training/data/augment-sample.ts';
import { rngStreamsOf } from '../../../src/training/data/rng-streams.ts';
import type { TrainSample } from '../../../src/training/data/train-sample.ts';
import { maxAbsDiff } from '../../support/goldens.ts';

const SIZE_PX = 32;
const AREA = SIZE_PX * SIZE_PX;
const TARGETS = { stdPx: 2, classWeights: [1, 2, 4] };
const NOTHING = { filterProbability: 0, shuffleProbability: 0, maxAngleDeg: 0 };
const rng = rngStreamsOf({ seed: 1, epoch: 0, studyId: '5' });

/** Three slices with a bright pixel at a point of the middle one, and that point as the answer. */
const pointSample = (): TrainSample => {
  const pixels = new Float32Array(3 * AREA);
  pixels[AREA + 10 * SIZE_PX + 22] = 1;
  return {
    studyId: '5',
    site: {},
    inputs: [{ name: 'stack', source: 'sagt2', shape: [3, SIZE_PX, SIZE_PX], pixels }],
    answer: { kind: 'points', points: [{ xNorm: 22 / SIZE_PX, yNorm: 10 / SIZE_PX }, undefined] },
  };
};

/** Two inputs of five levels with two slices each; slice `s` of level `l` is 10 l + s everywhere. */
const studySample = (): TrainSample => ({
  studyId: '5',
  site: {},
  inputs: ['sagt2', 'axial'].map((source) => ({
    name: `${source}_left`,
    source,
    shape: [5, 2, SIZE_PX, SIZE_PX],
    pixels: new Float32Array(10 * AREA).map((_, i) => 10 * Math.floor(i / (2 * AREA)) + (Math.floor(i / AREA) % 2)),
  })),
  answer: { kind: 'grades', grades: [2, -100] },
});

describe('augmentedSample', () => {
  it('leaves everything as it is where nothing may happen', () => {
    const sample = pointSample();
    expect(augmentedSample(sample, { ...TARGETS, augmentation: NOTHING, rng })).to.eql(plainSample(sample, TARGETS));
  });

  it('moves the heatmap with the picture', () => {
    for (const purpose of ['a', 'b', 'c', 'd']) {
      const augmentation = { ...NOTHING, maxAngleDeg: 15 };
      const turned = augmentedSample(pointSample(), { ...TARGETS, augmentation, rng: (p) => rng(p + purpose) });
      const pixel = argMax(turned.inputs[0]!.data.subarray(AREA, 2 * AREA));
      const peak = argMax(turned.target.data.subarray(0, AREA));
      expect(Math.abs((pixel % SIZE_PX) - (peak % SIZE_PX))).to.be.at.most(1);
      expect(Math.abs(Math.floor(pixel / SIZE_PX) - Math.floor(peak / SIZE_PX))).to.be.at.most(1);
      expect(turned.target.data.subarray(AREA).every((value) => value === 0)).to.equal(true);
    }
  });

  it('does what declared augmentations do, each input by its own chances', () => {
    const augmentation = { ...NOTHING, contrast: { probability: 1, from: 2, to: 2, shift: 0.5 } };
    const { inputs } = augmentedSample(studySample(), { ...TARGETS, augmentation, rng });
    const shifts = inputs.map(({ data }) => data[0]!); // of a pixel that was 0
    expect(shifts[0]).to.not.equal(shifts[1]);
    for (const [index, { data }] of inputs.entries()) {
      const expected = studySample().inputs[index]!.pixels.map((value) => 2 * value + shifts[index]!);
      expect(maxAbsDiff(data, expected)).to.be.below(1e-5);
    }
  });

  it('does not change the sample', () => {
    const sample = pointSample();
    augmentedSample(sample, {
      ...TARGETS,
      augmentation: { ...NOTHING, filterProbability: 1, maxAngleDeg: 15 },
      rng,
    });
    expect(sample).to.eql(pointSample());
  });

  it('reorders slices by the input that they come from, those of all levels together', () => {
    const augmentation = { ...NOTHING, shuffleProbability: { axial: 1 } };
    const orders = (name: string) => {
      const { inputs } = augmentedSample(studySample(), { ...TARGETS, augmentation, rng });
      const { data } = inputs.find((one) => one.name === name)!;
      return Array.from({ length: 10 }, (_, slice) => data[slice * AREA]!);
    };
    expect(orders('sagt2_left')).to.eql([0, 1, 10, 11, 20, 21, 30, 31, 40, 41]);
    const axial = orders('axial_left');
    expect([...axial].sort((a, b) => a - b)).to.eql([0, 1, 10, 11, 20, 21, 30, 31, 40, 41]);
    const levels = axial.map((value) => Math.floor(value / 10));
    expect([0, 1, 2, 3, 4].some((level) => levels[2 * level] !== levels[2 * level + 1])).to.equal(true);
  });

  it('does the same to all levels of an input, as the original does to the 25 slices of a study', () => {
    const augmentation = { filterProbability: 1, shuffleProbability: { axial: 1 }, maxAngleDeg: 15 };
    const pixels = Float32Array.from({ length: 10 * AREA }, (_, i) => Math.sin(i * 0.37) + (i % 11));
    const withShape = (shape: readonly number[]): TrainSample => {
      const sample = studySample();
      return { ...sample, inputs: sample.inputs.map((input) => ({ ...input, shape, pixels })) };
    };
    const o = { ...TARGETS, augmentation, rng };
    const byLevel = augmentedSample(withShape([5, 2, SIZE_PX, SIZE_PX]), o);
    const asOneStack = augmentedSample(withShape([10, SIZE_PX, SIZE_PX]), o);
    for (const [index, { data }] of byLevel.inputs.entries()) expect(data).to.eql(asOneStack.inputs[index]!.data);
    expect(byLevel.inputs[0]!.data).not.to.eql(byLevel.inputs[1]!.data); // inputs have chances of their own
  });

  it('gives targets with the weights of their classes, and none where the grade is missing', () => {
    const { target } = plainSample(studySample(), TARGETS);
    expect(target.shape).to.eql([2, 3]);
    expect(Array.from(target.data)).to.eql([0, 0, 4, 0, 0, 0]);
  });
});
