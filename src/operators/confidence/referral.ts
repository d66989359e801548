import type { Basis } from '../../domain/basis.ts';
import type { LocationConfidence } from '../../domain/confidence.ts';
import type { LocationLogits } from '../../domain/results.ts';
import { greatestIndex } from '../../domain/statistics/greatest-index.ts';
import type { GradedLocation } from '../../domain/vocabulary.ts';
import { type ConfidenceCalibration, probabilityRight, thresholdOfShare } from './calibration.ts';
import type { Assessed } from './features.ts';

/** Selects grades to refer to a reader, those that are less likely right; none by default. */
export interface Refer {
  readonly below: number | undefined;
}

/** @param wish  0 for what is not wished; a share requires a calibration, which contains its reference */
export const referralOf = (
  { share, threshold }: { readonly share: number; readonly threshold: number },
  calibration: ConfidenceCalibration | undefined,
): Refer => {
  if (threshold > 0) return { below: threshold };
  return { below: share === 0 || calibration === undefined ? undefined : thresholdOfShare(calibration, share) };
};

export interface AssessOptions {
  readonly members: readonly LocationLogits[];
  readonly calibration: ConfidenceCalibration | undefined;
  readonly refer: Refer;
}

/**
 * The confidence of a grade, with reasons for a reader to look at it. A grade without any pixel is referred before all
 * others.
 */
export const assessed = (
  grade: Assessed & GradedLocation & { readonly basis: Basis },
  { members, calibration, refer }: AssessOptions,
): LocationConfidence => {
  const { condition, level, probabilities, basis, measures } = grade;
  const isSeen = basis.seen !== 'none';
  const right = calibration === undefined ? Math.max(...probabilities) : probabilityRight(calibration.model, grade);
  const isLow = isSeen && refer.below !== undefined && right < refer.below;
  const predicted = greatestIndex(probabilities);
  const disagree = isLow && members.some(({ logits }) => greatestIndex(logits) !== predicted);
  const reasons = [
    ...basis.reasons,
    ...(isSeen ? [] : ['NOTHING_SEEN']),
    ...(isLow ? ['CONFIDENCE_LOW'] : []),
    ...(disagree ? ['NETWORKS_DISAGREE'] : []),
  ];
  return {
    condition,
    level,
    probabilityRight: isSeen ? right : undefined,
    calibrated: isSeen && calibration !== undefined,
    refer: isLow || (!isSeen && refer.below !== undefined),
    reasons: [...new Set(reasons)].sort(),
    measures,
  };
};
