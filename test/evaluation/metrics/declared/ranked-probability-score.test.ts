import { expect } from 'chai';
import { MISSING_LABEL } from '../../../../src/domain/vocabulary.ts';
import { rankedProbabilityScore } from '../../../../src/evaluation/metrics/declared/ranked-probability-score.ts';
import type { Probabilities } from '../../../../src/evaluation/metrics/graded-study.ts';
import { studyOf } from '../example-studies.ts';

const scoreOf = (label: number, row: Probabilities): number =>
  rankedProbabilityScore.ofStudy(
    studyOf('a', { label: (location) => (location === 0 ? label : MISSING_LABEL), row: () => row }),
  ).total;

describe('the ranked probability score', () => {
  it('is half the sum of squares of cumulative differences', () => {
    // cumulative 0.5, 0.8 against 0, 1: (0.25 + 0.04) / 2
    expect(scoreOf(1, [0.5, 0.3, 0.2])).to.be.closeTo(0.145, 1e-12);
  });

  it('is 0 for the truth, 1 for the other end, and between for the middle, which the Brier score cannot tell from the end', () => {
    expect([scoreOf(0, [1, 0, 0]), scoreOf(0, [0, 1, 0]), scoreOf(0, [0, 0, 1])]).to.deep.equal([0, 0.5, 1]);
  });
});
