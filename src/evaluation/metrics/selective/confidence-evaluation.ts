import type { ConfidenceReliability } from './confidence-reliability.ts';
import type { Referral } from './referral.ts';
import type { RiskCoverage } from './risk-coverage-curves.ts';

/** What it is worth to know how sure a grade is. */
export interface ConfidenceEvaluation {
  /** Fitted to other studies than those it is measured on; where there is too little to fit to, what the networks give the most probable severity. */
  readonly confidence: 'fitted' | 'greatest-probability';
  /** What the fitted one looks at. */
  readonly features: readonly string[];
  /** Labelled locations that rest on no pixel: the first to be referred, and in no reliability. */
  readonly notSeen: number;
  readonly reliability: readonly ConfidenceReliability[];
  /** Of the probabilities that the run itself gave by a calibration. */
  readonly given: readonly ConfidenceReliability[] | undefined;
  readonly curves: readonly RiskCoverage[];
  readonly referrals: readonly Referral[];
}
