import { expect } from 'chai';
import { learningRateOf } from '../../../src/training/run/learning-rate.ts';
import { describeGoldens, goldenJson } from '../../support/goldens.ts';

type Schedule = Parameters<typeof learningRateOf>[0]['schedule'];

const rates = (schedule: Schedule, learningRate: number, epochs: readonly number[]): readonly number[] =>
  epochs.map((epoch) => learningRateOf({ schedule, epochs: 10, learningRate }, epoch));

describe('learningRateOf', () => {
  it('a step decay falls after every so many epochs', () => {
    expect(rates({ step: { every: 2, factor: 0.5 } }, 8, [0, 1, 2, 3, 4])).to.eql([8, 8, 4, 4, 2]);
  });
  it('a cosine starts at the base rate, is half way at half its period, and ends at the floor', () => {
    expect(rates({ cosine: { period: 20, floor: 1 } }, 3, [0, 10, 20])).to.eql([3, 2, 1]);
  });
  it('a cosine takes all epochs by default', () => {
    expect(rates({ cosine: { floor: 1 } }, 3, [0, 5, 10])).to.eql([3, 2, 1]);
  });
  it('a constant rate stays', () => {
    expect(rates('constant', 0.25, [7])).to.eql([0.25]);
  });

  describeGoldens('agrees with PyTorch', () => {
    const TOLERANCE = 1e-12;
    const schedules: Readonly<Record<string, Schedule>> = {
      cosine_T_max_30: { cosine: { period: 30, floor: 0 } },
      cosine_T_max_20: { cosine: { period: 20, floor: 0 } },
      cosine_T_max_10: { cosine: { period: 10, floor: 0 } },
      'step_2_0.1': { step: { every: 2, factor: 0.1 } },
    };
    for (const [name, schedule] of Object.entries(schedules))
      it(name, () => {
        const expected = goldenJson<Readonly<Record<string, readonly number[]>>>('training', 'schedules.json')[name]!;
        const found = rates(schedule, 1e-3, [...expected.keys()]);
        for (const [epoch, rate] of expected.entries()) expect(found[epoch]).to.be.closeTo(rate, TOLERANCE);
      });
  });
});
