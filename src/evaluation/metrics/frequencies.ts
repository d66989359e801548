import { LOCATIONS, MISSING_LABEL, SEVERITIES } from '../../domain/vocabulary.ts';
import type { GradedStudy, Probabilities } from './graded-study.ts';
import { SEVERITY_WEIGHTS } from './score.ts';

/** Basis of a prediction without images: how often each severity occurs, or its weight in the score. */
export type FrequencyKind = 'frequencies' | 'weighted-frequencies';

/** Pseudo-count of each severity, so that none is impossible (Jeffreys). */
const PRIOR_CASES = 0.5;

/**
 * Frequency of each severity at each location over some studies. Weighted frequencies minimise the weighted log loss
 * among all constants.
 */
export const severityFrequencies = (
  studies: readonly Pick<GradedStudy, 'labels'>[],
  kind: FrequencyKind,
): readonly Probabilities[] =>
  LOCATIONS.map((_, location) => {
    const counts = SEVERITIES.map(() => PRIOR_CASES);
    for (const { labels } of studies) if (labels[location] !== MISSING_LABEL) counts[labels[location]!]!++;
    const [a, b, c] = counts.map((count, label) => (kind === 'frequencies' ? count : count * SEVERITY_WEIGHTS[label]!));
    const sum = a! + b! + c!;
    return [a! / sum, b! / sum, c! / sum];
  });
