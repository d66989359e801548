import { expect } from 'chai';
import { constantRate, cosineAnnealing, type Schedule, stepDecay } from '../../src/training/schedules.ts';
import { describeGoldens, goldenJson } from '../support/goldens.ts';

describe('schedules', () => {
  it('a step decay falls after every so many epochs', () => {
    const rates = [0, 1, 2, 3, 4].map((epoch) => stepDecay({ every: 2, factor: 0.5 })(epoch, 8));
    expect(rates).to.eql([8, 8, 4, 4, 2]);
  });
  it('a cosine starts at the base rate, is half way at half its period, and ends at the floor', () => {
    const schedule = cosineAnnealing({ period: 10, floor: 1 });
    expect([schedule(0, 3), schedule(5, 3), schedule(10, 3)]).to.eql([3, 2, 1]);
  });
  it('a constant rate stays', () => {
    expect(constantRate(7, 0.25)).to.equal(0.25);
  });

  describeGoldens('agree with PyTorch', () => {
    const TOLERANCE = 1e-12;
    const schedules: Readonly<Record<string, Schedule>> = {
      cosine_T_max_30: cosineAnnealing({ period: 30 }),
      cosine_T_max_20: cosineAnnealing({ period: 20 }),
      cosine_T_max_10: cosineAnnealing({ period: 10 }),
      'step_2_0.1': stepDecay({ every: 2, factor: 0.1 }),
    };
    for (const [name, schedule] of Object.entries(schedules))
      it(name, () => {
        const rates = goldenJson<Readonly<Record<string, readonly number[]>>>('training', 'schedules.json')[name]!;
        for (const [epoch, rate] of rates.entries()) expect(schedule(epoch, 1e-3)).to.be.closeTo(rate, TOLERANCE);
      });
  });
});
