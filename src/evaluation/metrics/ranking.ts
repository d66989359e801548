/** A case of a binary question: its predicted probability and the truth. */
export interface RankedCase {
  readonly score: number;
  readonly positive: boolean;
}

/** Counts at a threshold: a score at or above it is positive. */
export interface RankingPoint {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/** Counts at every distinct score, from the highest threshold to the lowest; ties move together. */
export const rankingPoints = (cases: readonly RankedCase[]): readonly RankingPoint[] => {
  const sorted = [...cases].sort((a, b) => b.score - a.score);
  const points: RankingPoint[] = [];
  let [truePositives, falsePositives] = [0, 0];
  sorted.forEach(({ score, positive }, index) => {
    if (positive) truePositives++;
    else falsePositives++;
    if (sorted[index + 1]?.score !== score) points.push({ threshold: score, truePositives, falsePositives });
  });
  return points;
};

/**
 * Area under the ROC curve: the fraction of pairs of a positive and a negative case in which the positive one scores
 * higher; ties count half. Undefined without positive or negative cases.
 */
export const rocAuc = (points: readonly RankingPoint[]): number | undefined => {
  const { truePositives: positives, falsePositives: negatives } = points.at(-1) ?? {
    truePositives: 0,
    falsePositives: 0,
  };
  if (positives === 0 || negatives === 0) return undefined;
  let [area, before] = [0, { truePositives: 0, falsePositives: 0 }];
  for (const point of points) {
    area += ((point.falsePositives - before.falsePositives) * (point.truePositives + before.truePositives)) / 2;
    before = point;
  }
  return area / (positives * negatives);
};

/**
 * Average precision: precision at each threshold, weighted by the gain in recall, without interpolation. Undefined
 * without positive cases.
 */
export const averagePrecision = (points: readonly RankingPoint[]): number | undefined => {
  const positives = points.at(-1)?.truePositives ?? 0;
  if (positives === 0) return undefined;
  let [sum, before] = [0, 0];
  for (const { truePositives, falsePositives } of points) {
    sum += ((truePositives - before) * truePositives) / (truePositives + falsePositives);
    before = truePositives;
  }
  return sum / positives;
};
