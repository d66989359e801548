import { LOCATIONS, MISSING_LABEL, SEVERITIES } from '../../domain/vocabulary.ts';
import type { GradedStudy, Probabilities } from './graded-study.ts';
import { SEVERITY_WEIGHTS } from './score.ts';

/** What a prediction without pictures goes by: how often each severity occurs, or how much it weighs in the score. */
export type FrequencyKind = 'frequencies' | 'weighted-frequencies';

/** Cases of each severity that are taken for granted, so that none is impossible (Jeffreys). */
const PRIOR_CASES = 0.5;

/** Share of each severity at each location of some studies. Shares by weight have the least weighted log loss of all constants. */
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
