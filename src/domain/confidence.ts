import type { Basis } from './basis.ts';
import type { Condition, Level } from './vocabulary.ts';

/** What tells how sure a grade is. Undefined where it cannot be told: of one fold, there is no disagreement. */
export interface ConfidenceMeasures extends Pick<Basis, 'seen' | 'doubtful'> {
  /** Entropy of the probabilities as a share of the greatest possible: 0 is certain, 1 is none the wiser. */
  readonly entropy: number;
  /** Greatest probability less the second. */
  readonly margin: number;
  /** Jensen-Shannon divergence of the folds of a network, the mean over the networks, as a share of the greatest possible. */
  readonly foldDisagreement: number | undefined;
  /** The same of the networks that grade the location. */
  readonly networkDisagreement: number | undefined;
  /** Lowest peak among the heatmaps of the keypoints that the grade rests on. */
  readonly peak: number | undefined;
  /** Greatest spread of these heatmaps about their peak, as a share of the picture. */
  readonly spread: number | undefined;
}

/** How sure a grade is, and whether a reader should look. */
export interface LocationConfidence {
  readonly condition: Condition;
  readonly level: Level;
  /**
   * Probability that the most probable severity is the true one; that which the networks give it where nothing was calibrated.
   * Undefined where nothing was seen.
   */
  readonly probabilityRight: number | undefined;
  /** Whether it was fitted to studies with a known truth. */
  readonly calibrated: boolean;
  /** Whether a reader should look. */
  readonly refer: boolean;
  /** Why a reader should look, and what the grade's basis lacks. Codes, sorted, each once. */
  readonly reasons: readonly string[];
  readonly measures: ConfidenceMeasures;
}
