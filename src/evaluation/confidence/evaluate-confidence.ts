import { createRng } from '../../domain/seeded-rng.ts';
import { quantile } from '../../domain/statistics/quantile.ts';
import type { FittedModel } from '../../operators/confidence/calibration.ts';
import type { ConfidenceEvaluation, EvaluationOptions } from '../metrics/index.ts';
import { nestedParts, throughParts } from '../metrics/nested-parts.ts';
import { type Answer, answersOf, greatestProbabilities } from '../metrics/selective/answers.ts';
import { confidenceReliabilities } from '../metrics/selective/confidence-reliability.ts';
import { referrals } from '../metrics/selective/referral.ts';
import { riskCoverageCurves } from '../metrics/selective/risk-coverage-curves.ts';
import type { AssessedStudy } from './assessed-studies.ts';
import { canFit, confidenceBy, fittedConfidence, isSeenAt } from './fit-confidence.ts';

/** Contents of `calibration.json`. */
export interface FittedCalibration {
  readonly model: FittedModel;
  /** Quantiles of the out-of-fold confidences. */
  readonly reference: readonly number[];
  readonly expectedCalibrationError: number;
  /** Labelled and seen. */
  readonly locations: number;
}

/** Steps of the reference: half a percent. */
const REFERENCE_STEPS = 200;

const referenceOf = (confidences: readonly number[]): readonly number[] => {
  const ascending = confidences.toSorted((a, b) => a - b);
  return Array.from({ length: REFERENCE_STEPS + 1 }, (_, step) => quantile(ascending, step / REFERENCE_STEPS));
};

const seenAmong = (answers: readonly Answer[], studies: readonly AssessedStudy[]): readonly Answer[] =>
  answers.filter(({ study, location }) => isSeenAt(studies[study]!, location));

const withoutFit = (study: AssessedStudy): readonly number[] =>
  greatestProbabilities(study).map((probability, location) => (isSeenAt(study, location) ? probability : 0));

const givenReliability = (studies: readonly AssessedStudy[]): ConfidenceEvaluation['given'] => {
  const given = studies.flatMap((study) => (study.given === undefined ? [] : [{ study, confidence: study.given }]));
  if (given.length === 0) return undefined;
  const calibrated = given.map(({ study }) => study);
  const answers = answersOf(
    calibrated,
    given.map(({ confidence }) => confidence.map((probability) => probability ?? 0)),
  );
  return confidenceReliabilities(seenAmong(answers, calibrated));
};

/**
 * Fits the probability that a grade is right to parts of the studies and evaluates it on the others: its calibration,
 * and the gain of answering only the most confident locations.
 */
export const evaluateConfidence = (
  studies: readonly AssessedStudy[],
  { seed, resamples, nestedFolds }: EvaluationOptions,
): { readonly evaluation: ConfidenceEvaluation; readonly fitted: FittedCalibration | undefined } => {
  const model = canFit(studies) ? fittedConfidence(studies) : undefined;
  const partOf = nestedParts(studies.length, nestedFolds, createRng(seed));
  const outOfFold = {
    learn: fittedConfidence,
    apply: (study: AssessedStudy, fit: FittedModel) => confidenceBy(fit, study),
  };
  const confidences = model === undefined ? studies.map(withoutFit) : throughParts(studies, partOf, outOfFold).results;
  const answers = answersOf(studies, confidences);
  const seen = seenAmong(answers, studies);
  const resampled = { studies: studies.length, seed, resamples };
  const reliability = confidenceReliabilities(seen);
  const evaluation: ConfidenceEvaluation = {
    confidence: model === undefined ? 'greatest-probability' : 'fitted',
    features: model?.features.map(({ name }) => name) ?? [],
    notSeen: answers.length - seen.length,
    reliability,
    given: givenReliability(studies),
    curves: riskCoverageCurves(answers, resampled),
    referrals: referrals(answers, resampled),
  };
  const expectedCalibrationError = reliability[0]?.expectedCalibrationError;
  if (model === undefined || expectedCalibrationError === undefined) return { evaluation, fitted: undefined };
  const given = studies.flatMap((study, index) =>
    confidences[index]!.filter((_, location) => isSeenAt(study, location)),
  );
  return {
    evaluation,
    fitted: { model, reference: referenceOf(given), expectedCalibrationError, locations: seen.length },
  };
};
