import { quantile } from '../../domain/statistics/quantile.ts';
import type { Condition, Level } from '../../domain/vocabulary.ts';
import { CONDITION_GROUPS, type ConditionGroup } from './graded-study.ts';
import { thinned } from './thinned.ts';

/** A labelled point, and its distance from the predicted one. */
export interface KeypointError {
  readonly condition: Condition;
  readonly level: Level;
  /** Within the plane of the labelled slice; undefined without a prediction. */
  readonly errorMm: number | undefined;
}

export interface KeypointErrors {
  readonly conditions: ConditionGroup;
  /** Number of labels. */
  readonly points: number;
  /** Labels with a predicted point. */
  readonly found: number;
  /** Statistics of the points found. */
  readonly meanMm: number | undefined;
  readonly medianMm: number | undefined;
  readonly p95Mm: number | undefined;
  /** Fraction of all labels with a predicted point within this distance; a missing point counts as too far. */
  readonly withinShare: number | undefined;
}

export const WITHIN_MM = 5;

const summaryOf = (errors: readonly KeypointError[], conditions: ConditionGroup): KeypointErrors => {
  const own = errors.filter(({ condition }) => conditions === 'all' || condition === conditions);
  const distances = own.flatMap(({ errorMm }) => errorMm ?? []).sort((a, b) => a - b);
  const found = distances.length;
  return {
    conditions,
    points: own.length,
    found,
    meanMm: found === 0 ? undefined : distances.reduce((sum, distance) => sum + distance, 0) / found,
    medianMm: found === 0 ? undefined : quantile(distances, 0.5),
    p95Mm: found === 0 ? undefined : quantile(distances, 0.95),
    withinShare:
      own.length === 0 ? undefined : distances.filter((distance) => distance <= WITHIN_MM).length / own.length,
  };
};

/** Errors of keypoints, over all conditions and for each. */
export const keypointErrors = (errors: readonly KeypointError[]): readonly KeypointErrors[] =>
  CONDITION_GROUPS.map((conditions) => summaryOf(errors, conditions));

/** Fraction of points within a distance, for a curve. */
export interface CumulativePoint {
  readonly errorMm: number;
  readonly share: number;
}

/** Maximum number of stored curve points. */
const CURVE_POINTS = 400;

/** Fractions of the labels whose point is within each distance that occurs. */
export const cumulativeErrors = (errors: readonly KeypointError[]): readonly CumulativePoint[] =>
  thinned(
    errors
      .flatMap(({ errorMm }) => errorMm ?? [])
      .sort((a, b) => a - b)
      .map((errorMm, index) => ({ errorMm, share: (index + 1) / errors.length })),
    CURVE_POINTS,
  );
