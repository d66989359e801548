import { assessedStudies } from '../../../src/evaluation/confidence/assessed-studies.ts';
import { evaluateConfidence } from '../../../src/evaluation/confidence/evaluate-confidence.ts';
import {
  agreements,
  cumulativeErrors,
  type Evaluation,
  equallyMixed,
  evaluateEnsemble,
  evaluateGrades,
  keypointErrors,
  pairedComparison,
  ratingsOf,
  subgroupTable,
} from '../../../src/evaluation/metrics/index.ts';
import { cyclicStudies, sureOf } from '../metrics/example-studies.ts';

const OPTIONS = { seed: 1, resamples: 10, nestedFolds: 2 };

/** Everything that an evaluation may hold, of two members. */
export const exampleEvaluation = (change: Partial<Evaluation> = {}): Evaluation => {
  const members = [0.6, 0.9].map((certainty) =>
    cyclicStudies(4, (at, label) => sureOf((label + Number(at === 3)) % 3, certainty)),
  );
  const errors = [1, 2, 3, undefined].map((errorMm) => ({
    condition: 'spinal_canal_stenosis' as const,
    level: 'l1_l2' as const,
    errorMm,
  }));
  return {
    format: 'spinestream-evaluation-1',
    spinestream: '1.2.3',
    options: OPTIONS,
    inputs: ['<run>', 'other'].map((name) => ({
      name,
      pipeline: 'mine',
      models: [{ name: 'global', folds: 'out-of-fold', unseen: 'checked' as const }],
      studies: 4,
      failed: 0,
    })),
    unseen: 'checked',
    labelledStudies: 9,
    grades: { ...evaluateGrades(equallyMixed(members), [], OPTIONS), anySevereDegenerate: false },
    ensemble: evaluateEnsemble(members, OPTIONS),
    confidence: evaluateConfidence(assessedStudies(equallyMixed(members), { rows: new Map(), members }), OPTIONS)
      .evaluation,
    agreement: agreements(
      { one: 'grades', other: '<reader>' },
      [ratingsOf(members[0]!), ratingsOf(members[1]!)],
      OPTIONS,
    ),
    subgroups: [
      subgroupTable(members[0]!, { name: 'manufacturer', groupOf: (study) => `<scanner> ${study % 2}` }, OPTIONS),
    ],
    against: { name: '<other>', unseen: 'unknown', ...pairedComparison([members[0]!, members[1]!], OPTIONS) },
    keypoints: { withinMm: 5, errors: keypointErrors(errors), cumulative: cumulativeErrors(errors) },
    ...change,
  };
};
