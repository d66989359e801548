import fc from 'fast-check';
import { LOCATIONS, MISSING_LABEL } from '../../../src/domain/vocabulary.ts';
import type { GradedStudy, Probabilities } from '../../../src/evaluation/metrics/graded-study.ts';

export const THIRDS: Probabilities = [1 / 3, 1 / 3, 1 / 3];

/** Almost certain of a severity; the rest is shared. */
export const sureOf = (label: number, certainty = 0.98): Probabilities => {
  const row = [0, 1, 2].map((severity) => (severity === label ? certainty : (1 - certainty) / 2));
  return [row[0]!, row[1]!, row[2]!];
};

interface Rows {
  readonly label: (location: number) => number;
  readonly row: (location: number, label: number) => Probabilities;
}

export const studyOf = (studyId: string, { label, row }: Rows): GradedStudy => {
  const labels = LOCATIONS.map((_, location) => label(location));
  return { studyId, labels, probabilities: labels.map((one, location) => row(location, one)) };
};

/** Studies whose labels go round: every severity at every condition. */
export const cyclicStudies = (count: number, row: Rows['row'] = (_, label) => sureOf(label)): readonly GradedStudy[] =>
  Array.from({ length: count }, (_, study) =>
    studyOf(String(study), { label: (location) => (study + location) % 3, row }),
  );

const probabilities: fc.Arbitrary<Probabilities> = fc
  .tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }))
  .map(([a, b, c]) => [a / (a + b + c), b / (a + b + c), c / (a + b + c)]);

const label = fc.constantFrom(0, 0, 1, 2, MISSING_LABEL);
const each = <T>(value: fc.Arbitrary<T>) =>
  fc.array(value, { minLength: LOCATIONS.length, maxLength: LOCATIONS.length });

/** Any grades of any truth, the first location of each study being labelled. */
export const anyStudies = ({ min = 1, max = 6 } = {}): fc.Arbitrary<readonly GradedStudy[]> =>
  fc
    .array(fc.tuple(each(label), each(probabilities)), { minLength: min, maxLength: max })
    .map((all) => all.map(([labels, rows], index) => ({ studyId: String(index), labels, probabilities: rows })));

export const anyProbabilities = probabilities;
