import { expect } from 'chai';
import fc from 'fast-check';
import { MISSING_LABEL } from '../../../../src/domain/vocabulary.ts';
import { brierScore } from '../../../../src/evaluation/metrics/declared/brier-score.ts';
import { METRICS } from '../../../../src/evaluation/metrics/declared/built-in.ts';
import { measured } from '../../../../src/evaluation/metrics/declared/measured.ts';
import { anyStudies, studyOf, sureOf } from '../example-studies.ts';

const OPTIONS = { seed: 1, resamples: 50 };
const perfect = studyOf('right', { label: (location) => location % 3, row: (location) => sureOf(location % 3) });
const wrong = studyOf('wrong', { label: (location) => location % 3, row: (location) => sureOf((location + 1) % 3) });

describe('the declared metrics', () => {
  for (const { name, better, ofStudy } of METRICS)
    describe(name, () => {
      it('prefers a study that is graded right', () => {
        const [right, off] = [perfect, wrong].map((study) => ofStudy(study).total / ofStudy(study).count);
        expect(better === 'less' ? off! > right! : off! < right!).to.equal(true);
      });

      it('counts nothing where there is no label', () => {
        const none = studyOf('none', { label: () => MISSING_LABEL, row: () => sureOf(0) });
        expect(ofStudy(none)).to.deep.equal({ total: 0, count: 0 });
      });

      it('is a finite number that lies in its interval, whatever the studies', () => {
        fc.assert(
          fc.property(anyStudies(), (studies) => {
            const estimate = measured(studies, OPTIONS).find((one) => one.name === name)?.estimate;
            if (estimate === undefined) return;
            expect(estimate.value).to.satisfy(Number.isFinite).and.to.be.within(estimate.low, estimate.high);
          }),
          { numRuns: 20 },
        );
      });
    });

  it('are means over all locations together, not over studies', () => {
    const half = studyOf('half', { label: (location) => (location < 5 ? 0 : MISSING_LABEL), row: () => sureOf(1) });
    const brier = measured([perfect, half], OPTIONS).find(({ name }) => name === 'brier-score');
    const total = brierScore.ofStudy(perfect).total + brierScore.ofStudy(half).total;
    expect(brier?.estimate?.value).to.be.closeTo(total / (25 + 5), 1e-12);
  });

  it('give the same for the same seed', () => {
    expect(measured([perfect, wrong], OPTIONS)).to.deep.equal(measured([perfect, wrong], OPTIONS));
  });
});

describe('the Brier score', () => {
  it('is the squared distance from the truth', () => {
    const study = studyOf('a', {
      label: (location) => (location === 0 ? 1 : MISSING_LABEL),
      row: () => [0.5, 0.3, 0.2],
    });
    // (0.5)^2 + (0.3 - 1)^2 + (0.2)^2
    expect(brierScore.ofStudy(study)).to.deep.include({ count: 1 });
    expect(brierScore.ofStudy(study).total).to.be.closeTo(0.78, 1e-12);
  });
});
