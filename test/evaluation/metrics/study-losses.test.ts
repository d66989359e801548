import { expect } from 'chai';
import fc from 'fast-check';
import { SpineError } from '../../../src/domain/spine-error.ts';
import { scoreRows } from '../../../src/evaluation/metrics/graded-study.ts';
import { challengeScore, type MissingLabels } from '../../../src/evaluation/metrics/score.ts';
import { scoreOfLosses, studyLosses } from '../../../src/evaluation/metrics/study-losses.ts';
import { anyStudies, cyclicStudies, sureOf } from './example-studies.ts';

const CONVENTIONS: readonly MissingLabels[] = ['as-normal', 'left-out'];
const SUM_TOL = 1e-12; // the same terms in another order

describe('scoreOfLosses', () => {
  it('is the challenge score of the same studies, with both conventions', () => {
    fc.assert(
      fc.property(anyStudies(), fc.constantFrom(...CONVENTIONS), (studies, missing) => {
        const found = scoreOfLosses(studies.map((study) => studyLosses(study, missing)));
        try {
          const expected = challengeScore(scoreRows(studies), { missing });
          for (const name of ['score', 'spinal', 'foraminal', 'subarticular', 'anySevereSpinal'] as const)
            expect(found[name]).to.be.closeTo(expected[name], SUM_TOL);
        } catch (error) {
          if (!(error instanceof SpineError) || error.code !== 'SCORE_WITHOUT_ROWS') throw error;
          expect(found.score).to.equal(undefined);
        }
      }),
    );
  });

  it('counts a study as often as it is told to', () => {
    const [a, b] = cyclicStudies(2, (location) => sureOf(location % 3, 0.7));
    const losses = [a!, b!].map((study) => studyLosses(study, 'as-normal'));
    const thrice = [a!, a!, a!].map((study) => studyLosses(study, 'as-normal'));
    expect(scoreOfLosses(losses, [3, 0])).to.eql(scoreOfLosses(thrice));
  });

  it('is nearly nothing for predictions that are nearly certain and right', () => {
    const studies = cyclicStudies(6, (_, label) => sureOf(label, 1 - 1e-6));
    expect(scoreOfLosses(studies.map((study) => studyLosses(study, 'as-normal'))).score).to.be.within(0, 2e-6);
  });
});
