import type { Reliability } from '../calibration.ts';
import type { Referral } from './referral.ts';
import type { RiskCoverage } from './risk-coverage-curves.ts';

/** The value of knowing how likely a grade is right. */
export interface ConfidenceEvaluation {
  /**
   * Fitted to other studies than those it is measured on; with too little data for a fit, the networks' probability of
   * the most probable severity.
   */
  readonly confidence: 'fitted' | 'greatest-probability';
  /** Features of the fit. */
  readonly features: readonly string[];
  /** Labelled locations without any pixel: referred first, and excluded from reliability. */
  readonly notSeen: number;
  readonly reliability: readonly Reliability[];
  /** Reliability of the calibrated probabilities in the run itself. */
  readonly given: readonly Reliability[] | undefined;
  readonly curves: readonly RiskCoverage[];
  readonly referrals: readonly Referral[];
}
