import { expect } from 'chai';
import fc from 'fast-check';
import { SpineError } from '../../../src/domain/spine-error.ts';
import { LOCATIONS, MISSING_LABEL } from '../../../src/domain/vocabulary.ts';
import { equallyMixed, evaluateEnsemble } from '../../../src/evaluation/metrics/evaluate-ensemble.ts';
import { evaluateGrades } from '../../../src/evaluation/metrics/evaluate-grades.ts';
import { type GradedStudy, scoreRows } from '../../../src/evaluation/metrics/graded-study.ts';
import { challengeScore } from '../../../src/evaluation/metrics/score.ts';
import { anyStudies, cyclicStudies, studyOf, sureOf, THIRDS } from './example-studies.ts';

const OPTIONS = { seed: 42, resamples: 50, nestedFolds: 3 };
const SUM_TOL = 1e-12;

const isScorable = (studies: readonly GradedStudy[]): boolean => {
  try {
    challengeScore(scoreRows(studies));
    return true;
  } catch (error) {
    if (error instanceof SpineError) return false;
    throw error;
  }
};

describe('evaluateGrades', () => {
  it('has the challenge score within its interval, with both conventions', () => {
    fc.assert(
      fc.property(anyStudies({ min: 2 }).filter(isScorable), (studies) => {
        const { scores } = evaluateGrades(studies, [], OPTIONS);
        const { score } = scores.asNormal;
        expect(score!.value).to.be.closeTo(challengeScore(scoreRows(studies)).score, SUM_TOL);
        for (const estimate of [...Object.values(scores.asNormal), ...Object.values(scores.leftOut)]) {
          expect(estimate.low).to.be.at.most(estimate.value);
          expect(estimate.high).to.be.at.least(estimate.value);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('says the same for the same seed', () => {
    const studies = cyclicStudies(7, (location, label) => sureOf(label, 0.5 + location / 100));
    expect(evaluateGrades(studies, [], OPTIONS)).to.eql(evaluateGrades(studies, [], OPTIONS));
    const other = evaluateGrades(studies, [], { ...OPTIONS, seed: 1 });
    expect(other.scores.asNormal.score!.low).not.to.equal(
      evaluateGrades(studies, [], OPTIONS).scores.asNormal.score!.low,
    );
  });

  it('finds the frequencies of other studies worse than predictions that are right', () => {
    const { baselines } = evaluateGrades(cyclicStudies(9), [], OPTIONS);
    expect(baselines.map(({ kind }) => kind)).to.eql(['frequencies', 'weighted-frequencies']);
    for (const { gain } of baselines) expect(gain.asNormal!.low).to.be.above(0.3);
  });

  it('does not show a study to its own baseline', () => {
    // One study is severe where all others are normal: only its own label could tell, so the baseline must not expect it.
    const studies = cyclicStudies(4).map((study, index) => ({
      ...study,
      labels: LOCATIONS.map(() => (index === 0 ? 2 : 0)),
      probabilities: LOCATIONS.map(() => THIRDS),
    }));
    const { locations } = evaluateGrades(studies, [], { ...OPTIONS, nestedFolds: 4 });
    // The odd one is told 0.5 * 4 of (3.5 + 1 + 2) for severe, weight 4; the others 3: 2.5 of (2.5 + 1 + 6) for normal.
    const expected = (4 * Math.log(6.5 / 2) + 3 * Math.log(9.5 / 2.5)) / 7;
    expect(locations[0]!.baselineLogLoss).to.be.closeTo(expected, 1e-6);
  });

  it('lets the baseline learn from labels of studies that were not graded', () => {
    const others = Array.from({ length: 50 }, (_, index) => ({ studyId: `x${index}`, labels: LOCATIONS.map(() => 2) }));
    const severe = [0, 1].map((index) => studyOf(String(index), { label: () => 2, row: () => THIRDS }));
    const scoreWith = (known: typeof others) =>
      evaluateGrades(severe, known, OPTIONS).baselines[0]!.scores.asNormal.score!;
    expect(scoreWith(others)).to.be.below(scoreWith([]));
  });

  it('measures temperatures on studies that they were not fitted on', () => {
    const timid = cyclicStudies(6, (_, label) => sureOf(label, 0.5));
    const { temperatureScaling, scores } = evaluateGrades(timid, [], OPTIONS);
    expect(temperatureScaling!.nested).to.have.length(3);
    expect(temperatureScaling!.temperatures.spinal).to.be.below(1);
    expect(temperatureScaling!.scores.asNormal.score).to.be.below(scores.asNormal.score!.value);
  });

  it('has no temperatures of one study alone', () => {
    expect(evaluateGrades(cyclicStudies(1), [], OPTIONS).temperatureScaling).to.equal(undefined);
  });

  it('goes without a score where nobody graded a part and missing labels are left out', () => {
    const study = studyOf('a', { label: (location) => (location < 5 ? 1 : MISSING_LABEL), row: () => THIRDS });
    const { scores, missingLabels } = evaluateGrades([study], [], OPTIONS);
    expect(missingLabels).to.equal(20);
    expect(scores.asNormal.score).not.to.equal(undefined);
    expect(Object.keys(scores.leftOut)).to.eql(['spinal', 'anySevereSpinal']);
  });
});

describe('evaluateEnsemble', () => {
  const right = cyclicStudies(6);
  const wrong = cyclicStudies(6, (_, label) => sureOf((label + 1) % 3));

  it('scores members alone, together, and with weights found on other studies', () => {
    const { members, equalWeights, searched } = evaluateEnsemble([wrong, right], OPTIONS);
    const [bad, good] = members.map(({ asNormal }) => asNormal.score!);
    expect(good).to.be.below(bad!);
    expect(equalWeights.asNormal.score).to.be.within(good!, bad!);
    expect(searched.weights).to.eql([0, 1]);
    expect(searched.nested).to.eql([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    expect(searched.scores.asNormal.score).to.be.closeTo(good!, 1e-5);
  });

  it('keeps equal weights where there is one study alone, and nothing to search on', () => {
    const { searched, equalWeights } = evaluateEnsemble([right.slice(0, 1), wrong.slice(0, 1)], OPTIONS);
    expect(searched.nested).to.eql([[0.5, 0.5]]);
    expect(searched.scores).to.eql(equalWeights);
  });

  it('mixes members location by location', () => {
    // sure of one severity and sure of the next: both are as likely, the third is not
    const [normal, moderate, severe] = equallyMixed([wrong, right])[0]!.probabilities[0]!;
    expect(normal).to.be.closeTo(moderate, 1e-9);
    expect(severe).to.be.below(normal);
  });
});
