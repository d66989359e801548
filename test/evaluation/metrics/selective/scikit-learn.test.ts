import { fileURLToPath } from 'node:url';
import { createRng } from '../../../../src/domain/seeded-rng.ts';
import { MISSING_LABEL } from '../../../../src/domain/vocabulary.ts';
import { agreements, ratingsOf } from '../../../../src/evaluation/metrics/selective/agreement.ts';
import { answersOf, isRight, levelAt } from '../../../../src/evaluation/metrics/selective/answers.ts';
import { confidenceReliabilities } from '../../../../src/evaluation/metrics/selective/confidence-reliability.ts';
import { fittedLogistic } from '../../../../src/evaluation/metrics/selective/logistic.ts';
import { mcNemarP } from '../../../../src/evaluation/metrics/selective/mcnemar.ts';
import { pairedComparison } from '../../../../src/evaluation/metrics/selective/paired-comparison.ts';
import { referrals } from '../../../../src/evaluation/metrics/selective/referral.ts';
import { rankedAnswers, risksOf } from '../../../../src/evaluation/metrics/selective/risk-coverage.ts';
import { subgroupTable } from '../../../../src/evaluation/metrics/selective/subgroups.ts';
import { describeScikitLearn, runPython } from '../../../support/python.ts';
import { randomStudies } from './random-studies.ts';

const SCRIPT = fileURLToPath(new URL('./with-scikit-learn.py', import.meta.url));
const RESAMPLES = { seed: 7, resamples: 4000 };
const SLOW_MS = 300_000; // importing scikit-learn alone takes seconds

const studies = randomStudies(80, createRng(11), 6);
const others = randomStudies(80, createRng(12), 6);
const second = studies.map((study, index) => ({ ...study, probabilities: others[index]!.probabilities }));
const answers = answersOf(studies);

describeScikitLearn('beside scikit-learn and SciPy', function (this: Mocha.Suite) {
  this.timeout(SLOW_MS);

  it('risk against coverage, with and without ties', () => {
    const cases = [1, 2, 3].map((seed) => {
      const some = answersOf(randomStudies(1, createRng(seed), 1)).slice(0, 9);
      const coverages = some.map((_, index) => (index + 1) / some.length);
      return {
        what: 'risk_coverage',
        confidence: some.map(({ confidence }) => confidence),
        right: some.map((answer) => Number(isRight(answer))),
        ours: risksOf(rankedAnswers(some), coverages),
      };
    });
    runPython(SCRIPT, cases);
  });

  it('kappa with its weights and its interval', () => {
    const reader = second.map(({ probabilities, labels }) =>
      probabilities.map((_, location) => (location % 7 === 0 ? MISSING_LABEL : labels[location]!)),
    );
    const ours = agreements({ one: 'model', other: 'reader' }, [ratingsOf(studies), reader], RESAMPLES)[0]!.kappa;
    const both = ratingsOf(studies).flatMap((row, study) =>
      row.flatMap((one, location) => {
        const other = reader[study]![location]!;
        return other === MISSING_LABEL ? [] : [{ study, one, other }];
      }),
    );
    const columns = {
      study: both.map(({ study }) => study),
      one: both.map(({ one }) => one),
      other: both.map(({ other }) => other),
    };
    runPython(SCRIPT, [{ what: 'kappa', ...columns, ours }]);
  });

  it('calibration error of the confidence', () => {
    const ours = confidenceReliabilities(answers)[0]!.expectedCalibrationError;
    const columns = {
      score: answers.map(({ confidence }) => confidence),
      right: answers.map((answer) => Number(isRight(answer))),
    };
    runPython(SCRIPT, [{ what: 'calibration', ...columns, ours }]);
  });

  it('the test of McNemar', () => {
    const counts = [
      [3, 9],
      [0, 4],
      [40, 40],
      [700, 820],
    ] as const;
    runPython(
      SCRIPT,
      counts.map(([a, b]) => ({ what: 'mcnemar', a, b, ours: mcNemarP(a, b) })),
    );
  });

  it('logistic regression', () => {
    const rng = createRng(3);
    const rows = answers.slice(0, 600).map(({ confidence }) => [confidence, rng() - 0.5, rng() < 0.3 ? 1 : 0]);
    const outcomes = answers.slice(0, 600).map((answer) => Number(isRight(answer)));
    const cases = { features: Float64Array.from(rows.flat()), width: 3, outcomes: Uint8Array.from(outcomes) };
    runPython(
      SCRIPT,
      [1, 0.01].map((ridge) => ({ what: 'logistic', rows, outcomes, ridge, ours: fittedLogistic(cases, ridge) })),
    );
  });

  it('subgroups', () => {
    const groupOf = (_: number, location: number) => levelAt(location);
    const columns = {
      label: answers.map(({ label }) => label),
      group: answers.map(({ location }) => levelAt(location)),
      rows: answers.map(({ study, location }) => studies[study]!.probabilities[location]!),
    };
    const ours = subgroupTable(studies, { name: 'level', groupOf }, RESAMPLES);
    runPython(SCRIPT, [{ what: 'subgroups', ...columns, ours }]);
  });

  it('cost and saving of referral', () => {
    const columns = Object.fromEntries(
      (['confidence', 'label', 'predicted', 'study'] as const).map((name) => [name, answers.map((one) => one[name])]),
    );
    const all = referrals(answers, { ...RESAMPLES, studies: studies.length }).filter(
      ({ conditions }) => conditions === 'all',
    );
    runPython(SCRIPT, [{ what: 'referral', ...columns, ours: all }]);
  });

  it('the difference of two runs with its interval', () => {
    const ours = pairedComparison([studies, second], RESAMPLES).accuracy[0]!.difference;
    const theirs = answersOf(second);
    const lead = studies.map(() => 0);
    const count = studies.map(() => 0);
    answers.forEach((answer, index) => {
      lead[answer.study]! += Number(isRight(answer)) - Number(isRight(theirs[index]!));
      count[answer.study]!++;
    });
    runPython(SCRIPT, [{ what: 'paired', lead, count, ours }]);
  });
});
