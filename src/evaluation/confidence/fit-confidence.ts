import { greatestIndex } from '../../domain/statistics/greatest-index.ts';
import { type FittedModel, probabilityRight } from '../../operators/confidence/calibration.ts';
import { FEATURES, type Feature, featuresOf } from '../../operators/confidence/features.ts';
import { conditionAt, labelledLocations } from '../metrics/graded-study.ts';
import { fittedLogistic } from '../metrics/selective/logistic.ts';
import type { AssessedStudy } from './assessed-studies.ts';

/** Ridge penalty on features with standard deviation 1: weak, so that it matters only with few cases. */
const RIDGE = 1;
/** Minimum number of cases of a feature; features with fewer are left out. */
const KNOWN_SHARE = 0.5;
const LEAST_DEVIATION = 1e-9;

/** Minimum number of studies and of right and wrong answers for a fit. */
const LEAST_CASES = 20;

type Features = Readonly<Record<Feature, number | undefined>>;

const assessedAt = ({ probabilities, measures }: AssessedStudy, location: number) => ({
  condition: conditionAt(location),
  probabilities: probabilities[location]!,
  measures: measures[location]!,
});

/** Whether the location has a grade that rests on pixels. */
export const isSeenAt = ({ measures }: AssessedStudy, location: number): boolean =>
  measures[location] !== undefined && measures[location].seen !== 'none';

interface Case {
  readonly features: Features;
  readonly right: number;
}

/** The labelled locations that were seen. */
const casesOf = (studies: readonly AssessedStudy[]): readonly Case[] =>
  labelledLocations(studies)
    .filter(({ study, location }) => isSeenAt(studies[study]!, location))
    .map(({ study, location, label, probabilities }) => ({
      features: featuresOf(assessedAt(studies[study]!, location)),
      right: Number(greatestIndex(probabilities) === label),
    }));

interface Scaled {
  readonly name: Feature;
  readonly mean: number;
  readonly scale: number;
}

/** Mean and standard deviation of a feature, if enough cases have it and it varies. */
const scaled = (name: Feature, cases: readonly Case[]): readonly Scaled[] => {
  let [count, sum, squares] = [0, 0, 0];
  for (const { features } of cases) {
    const value = features[name];
    if (value === undefined) continue;
    count++;
    sum += value;
    squares += value * value;
  }
  if (count === 0 || count < KNOWN_SHARE * cases.length) return [];
  const mean = sum / count;
  const scale = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return scale < LEAST_DEVIATION ? [] : [{ name, mean, scale }];
};

/** Probability that a grade is right, fitted to studies with a truth. */
export const fittedConfidence = (studies: readonly AssessedStudy[]): FittedModel => {
  const cases = casesOf(studies);
  const used = FEATURES.flatMap((name) => scaled(name, cases));
  const features = new Float64Array(cases.length * used.length);
  cases.forEach((one, row) => {
    used.forEach(({ name, mean, scale }, column) => {
      const value = one.features[name];
      if (value !== undefined) features[row * used.length + column] = (value - mean) / scale;
    });
  });
  const outcomes = Uint8Array.from(cases, ({ right }) => right);
  const { intercept, weights } = fittedLogistic({ features, width: used.length, outcomes }, RIDGE);
  return { intercept, features: used.map((feature, index) => ({ ...feature, weight: weights[index]! })) };
};

/** Whether there are enough right and wrong answers to fit. */
export const canFit = (studies: readonly AssessedStudy[]): boolean => {
  const cases = casesOf(studies);
  const right = cases.reduce((sum, one) => sum + one.right, 0);
  return studies.length >= LEAST_CASES && right >= LEAST_CASES && cases.length - right >= LEAST_CASES;
};

/**
 * The probability of being right for every location, in the order of `LOCATIONS`; 0 if no pixel was seen, since that is
 * never an answer.
 */
export const confidenceBy = (model: FittedModel, study: AssessedStudy): readonly number[] =>
  study.probabilities.map((_, location) =>
    isSeenAt(study, location) ? probabilityRight(model, assessedAt(study, location)) : 0,
  );
