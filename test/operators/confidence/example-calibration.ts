import type { ConfidenceCalibration, FittedModel } from '../../../src/operators/confidence/calibration.ts';

/** As likely right as probable, on models "aa" and "bb"; one in ten of the reference is below 0.55. */
export const exampleCalibration = (
  model: FittedModel = { intercept: 0, features: [{ name: 'log_odds', mean: 0, scale: 1, weight: 1 }] },
): ConfidenceCalibration => ({
  format: 'spinestream-calibration-1',
  spinestream: '0.1.0',
  fittedOn: {
    hash: 'example',
    pipeline: 'example',
    models: [
      { name: 'spinal', folds: [{ fold: 1, sha256: 'aa' }] },
      { name: 'foraminal', folds: [{ fold: 1, sha256: 'bb' }] },
    ],
    tables: { 'submission.csv': 'dd' },
    studies: 100,
    locations: 2500,
    unseen: 'checked',
  },
  model,
  reference: Array.from({ length: 11 }, (_, index) => 0.5 + index / 20),
  outOfFold: { expectedCalibrationError: 0.01, nestedFolds: 5, seed: 42 },
});
