import { greatestIndex } from '../../domain/statistics/greatest-index.ts';
import { SEVERITIES } from '../../domain/vocabulary.ts';
import { CONDITION_GROUPS, type ConditionGroup, type GradedStudy, isAmong, labelledLocations } from './graded-study.ts';
import type { RankedCase } from './ranking.ts';

/** The cases whose probability is in [low, high); the last bin includes 1. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly meanProbability: number;
  /** Fraction of the cases that were positive. */
  readonly frequency: number;
}

const BINS = 10;

/** Bins cases by their probability, with equal widths and without empty bins. */
export const reliabilityBins = (cases: readonly RankedCase[]): readonly ReliabilityBin[] => {
  const sums = Array.from({ length: BINS }, () => ({ count: 0, probability: 0, positives: 0 }));
  for (const { score, positive } of cases) {
    const sum = sums[Math.min(BINS - 1, Math.floor(score * BINS))]!;
    sum.count++;
    sum.probability += score;
    sum.positives += Number(positive);
  }
  return sums.flatMap(({ count, probability, positives }, index) =>
    count === 0
      ? []
      : [
          {
            low: index / BINS,
            high: (index + 1) / BINS,
            count,
            meanProbability: probability / count,
            frequency: positives / count,
          },
        ],
  );
};

/**
 * Expected calibration error: mean distance of probability and frequency over the bins, weighted by cases (Guo et al.
 * 2017, arXiv:1706.04599).
 */
export const expectedCalibrationError = (bins: readonly ReliabilityBin[]): number | undefined => {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  return bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.meanProbability - bin.frequency), 0) / total;
};

/** Distance between a confidence and the accuracy of the answers that have it. */
export interface Reliability {
  readonly conditions: ConditionGroup;
  readonly expectedCalibrationError: number | undefined;
  readonly bins: readonly ReliabilityBin[];
}

export const reliabilityOf = (conditions: ConditionGroup, cases: readonly RankedCase[]): Reliability => {
  const bins = reliabilityBins(cases);
  return { conditions, expectedCalibrationError: expectedCalibrationError(bins), bins };
};

/** How often a severity is true, by its predicted probability. */
interface SeverityCalibration {
  readonly severity: (typeof SEVERITIES)[number];
  readonly bins: readonly ReliabilityBin[];
}

/** Reliability of the probability of the most probable severity. */
export const confidenceCalibration = (studies: readonly GradedStudy[], conditions: ConditionGroup): Reliability =>
  reliabilityOf(
    conditions,
    labelledLocations(studies, isAmong(conditions)).map(({ label, probabilities }) => {
      const predicted = greatestIndex(probabilities);
      return { score: probabilities[predicted]!, positive: predicted === label };
    }),
  );

export interface Calibration {
  readonly confidence: readonly Reliability[];
  readonly severities: readonly SeverityCalibration[];
}

/** Reliability over labelled locations; each counts once, regardless of its severity. */
export const calibration = (studies: readonly GradedStudy[]): Calibration => ({
  confidence: CONDITION_GROUPS.map((conditions) => confidenceCalibration(studies, conditions)),
  severities: SEVERITIES.map((severity, index) => ({
    severity,
    bins: reliabilityBins(
      labelledLocations(studies).map(({ label, probabilities }) => ({
        score: probabilities[index]!,
        positive: label === index,
      })),
    ),
  })),
});
