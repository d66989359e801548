import { expect } from 'chai';
import fc from 'fast-check';
import { createRng } from '../../../../src/domain/seeded-rng.ts';
import { MISSING_LABEL } from '../../../../src/domain/vocabulary.ts';
import { mcNemarP } from '../../../../src/evaluation/metrics/selective/mcnemar.ts';
import { pairedComparison } from '../../../../src/evaluation/metrics/selective/paired-comparison.ts';
import { anyStudies, sureOf } from '../example-studies.ts';
import { randomStudies } from './random-studies.ts';

const OPTIONS = { seed: 1, resamples: 40 };

describe('McNemar test', () => {
  it('is that of a fair coin', () => {
    expect(mcNemarP(0, 5)).to.be.closeTo(2 / 32, 1e-12);
    expect(mcNemarP(1, 5)).to.be.closeTo((2 * (1 + 6)) / 64, 1e-12);
    expect(mcNemarP(4, 4)).to.equal(1);
    expect(mcNemarP(0, 0)).to.equal(1);
  });

  it('is a probability that does not say which is better', () => {
    const count = fc.nat({ max: 400 });
    fc.assert(
      fc.property(count, count, (a, b) => {
        expect(mcNemarP(a, b)).to.equal(mcNemarP(b, a));
        expect(mcNemarP(a, b)).to.be.within(0, 1);
      }),
    );
  });
});

describe('paired comparison', () => {
  it('finds no difference of a run to itself', () => {
    fc.assert(
      fc.property(anyStudies(), (studies) => {
        const { gain, accuracy } = pairedComparison([studies, studies], OPTIONS);
        for (const estimate of [...Object.values(gain.asNormal), ...Object.values(gain.leftOut)])
          expect(estimate).to.eql({ value: 0, low: 0, high: 0 });
        for (const one of accuracy) expect(one).to.include({ onlyFirstRight: 0, onlySecondRight: 0, mcNemarP: 1 });
      }),
      { numRuns: 20 },
    );
  });

  it('has the opposite sign the other way round', () => {
    const first = randomStudies(12, createRng(1));
    const second = randomStudies(12, createRng(2)).map(({ probabilities }, index) => ({
      ...first[index]!,
      probabilities,
    }));
    const [there, back] = [pairedComparison([first, second], OPTIONS), pairedComparison([second, first], OPTIONS)];
    expect(there.gain.asNormal.score!.value).to.be.closeTo(-back.gain.asNormal.score!.value, 1e-12);
    expect(there.accuracy[0]!.difference.low).to.be.closeTo(-back.accuracy[0]!.difference.high, 1e-12);
  });

  it('sees a difference that is in every study', () => {
    const second = randomStudies(30, createRng(1));
    const first = second.map((study) => ({
      ...study,
      probabilities: study.labels.map((label) => sureOf(label === MISSING_LABEL ? 0 : label)),
    }));
    const { gain, accuracy } = pairedComparison([first, second], OPTIONS);
    expect(gain.leftOut.score!.low).to.be.above(0);
    expect(accuracy[0]!.onlySecondRight).to.equal(0);
    expect(accuracy[0]!.mcNemarP).to.be.below(1e-6);
  });
});
