import type { Basis } from './basis.ts';
import type { GradedLocation } from './vocabulary.ts';

/** Measures of how certain a grade is. Undefined if not available, such as disagreement with a single fold. */
export interface ConfidenceMeasures extends Pick<Basis, 'seen' | 'doubtful'> {
  /** Entropy of the probabilities as a share of the maximum: 0 is certain, 1 is uninformative. */
  readonly entropy: number;
  /** Greatest probability minus the second. */
  readonly margin: number;
  /** Jensen-Shannon divergence between the folds of a network, averaged over networks, as a share of the maximum. */
  readonly foldDisagreement: number | undefined;
  /** The same between the networks that grade the location. */
  readonly networkDisagreement: number | undefined;
  /** Lowest heatmap peak among the keypoints behind the grade. */
  readonly peak: number | undefined;
  /** Greatest spread of these heatmaps about their peaks, as a share of the picture. */
  readonly spread: number | undefined;
}

/** Confidence of a grade, and whether a reader should review it. */
export interface LocationConfidence extends GradedLocation {
  /** Probability that the most probable severity is correct; uncalibrated, the networks' own. Undefined if nothing was seen. */
  readonly probabilityRight: number | undefined;
  /** Whether it was calibrated on studies with known truth. */
  readonly calibrated: boolean;
  /** Whether a reader should review the grade. */
  readonly refer: boolean;
  /** Codes for why a reader should review the grade, and for gaps in its basis; sorted, each once. */
  readonly reasons: readonly string[];
  readonly measures: ConfidenceMeasures;
}
