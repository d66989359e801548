// Written by `npm run generate` from the files of this folder.
import { brierScore } from './brier-score.ts';
import type { Metric } from './define-metric.ts';
import { rankedProbabilityScore } from './ranked-probability-score.ts';

/** Metrics that an evaluation reports besides the score. */
export const METRICS: readonly Metric[] = [brierScore, rankedProbabilityScore];
