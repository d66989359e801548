import { z } from 'zod';
import { quantile } from '../../domain/statistics/quantile.ts';
import type { ModelIdentity } from '../../models/model-store.ts';
import { recordOf } from '../../schema/json-record.ts';
import { calibrationInvalid, calibrationOfOthers } from '../errors.ts';
import { type Assessed, FEATURES, featuresOf } from './features.ts';

export const CALIBRATION_FORMAT = 'spinestream-calibration-1';

const fittedModel = z.object({
  intercept: z.number(),
  /** Each feature is standardised by its mean and scale, then weighted; an unknown one counts as its mean. */
  features: z.array(
    z.object({ name: z.enum(FEATURES), mean: z.number(), scale: z.number().positive(), weight: z.number() }),
  ),
});

const modelFolds = z.object({
  name: z.string(),
  folds: z.array(z.object({ fold: z.int(), sha256: z.string() })),
});

const calibrationSchema = z.object({
  format: z.literal(CALIBRATION_FORMAT),
  spinestream: z.string(),
  fittedOn: z.object({
    /** SHA-256 of the rest of `fittedOn`. */
    hash: z.string(),
    pipeline: z.string(),
    models: z.array(modelFolds),
    /** SHA-256 of the tables of the run and of the labels. */
    tables: z.record(z.string(), z.string()),
    studies: z.int(),
    locations: z.int(),
    unseen: z.enum(['checked', 'unknown']),
  }),
  model: fittedModel,
  /** Out-of-fold probabilities as quantiles at equal steps from 0 to 1, the reference for a share of the locations. */
  reference: z.array(z.number().min(0).max(1)).min(2),
  outOfFold: z.object({ expectedCalibrationError: z.number(), nestedFolds: z.int(), seed: z.int() }),
});

/** Probability that a grade is right, fitted by `evaluate` on studies that the models had not seen. */
export type ConfidenceCalibration = z.output<typeof calibrationSchema>;
export type FittedModel = ConfidenceCalibration['model'];

/** @throws CALIBRATION_INVALID */
export const parseCalibration = (content: Uint8Array, file: string): ConfidenceCalibration => {
  try {
    return recordOf(new TextDecoder().decode(content), calibrationSchema);
  } catch (cause) {
    throw calibrationInvalid(file, cause);
  }
};

/**
 * Checks that the calibration was fitted with every fold of every model of a run.
 * @throws CALIBRATION_OF_OTHER_MODELS
 */
export const requireSameModels = (
  { fittedOn }: ConfidenceCalibration,
  models: readonly Pick<ModelIdentity, 'folds' | 'name'>[],
  file: string,
): void => {
  const known = new Set(fittedOn.models.flatMap(({ folds }) => folds.map(({ sha256 }) => sha256)));
  const other = models.find(({ folds }) => folds.some(({ sha256 }) => !known.has(sha256)));
  if (other !== undefined) throw calibrationOfOthers(other.name, file);
};

/** Probability that a grade is right. */
export const probabilityRight = ({ intercept, features }: FittedModel, assessed: Assessed): number => {
  const found = featuresOf(assessed);
  const logOdds = features.reduce((sum, { name, mean, scale, weight }) => {
    const value = found[name];
    return value === undefined ? sum : sum + (weight * (value - mean)) / scale;
  }, intercept);
  return 1 / (1 + Math.exp(-logOdds));
};

/** The probability below which this share of the reference's locations falls. */
export const thresholdOfShare = ({ reference }: Pick<ConfidenceCalibration, 'reference'>, share: number): number =>
  quantile(reference, share);
