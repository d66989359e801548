/** A prediction with its truth: `label` is the index of the true class. */
export interface GradedRow {
  readonly probabilities: readonly number[];
  readonly label: number;
  readonly weight: number;
}

const { fround } = Math;

/** Distance of 1 to the next float32: probabilities are clipped this far from 0 and 1. */
const EPSILON = 2 ** -23;

const clipped = (probability: number): number => Math.min(Math.max(fround(probability), EPSILON), 1 - EPSILON);

/** -log of the true class's probability, after clipping and renormalising the row, all in float32. */
export const logLoss = ({ probabilities, label }: Omit<GradedRow, 'weight'>): number => {
  const kept = probabilities.map(clipped);
  const sum = kept.reduce((total, probability) => fround(total + probability), 0);
  return -Math.log(fround(kept[label]! / sum));
};

/**
 * Weighted mean of -log(probability of the true class); equals scikit-learn's `log_loss` on float32 predictions when
 * all classes are declared. NaN without rows.
 */
export const weightedLogLoss = (rows: readonly GradedRow[]): number => {
  const weight = rows.reduce((total, row) => total + row.weight, 0);
  return rows.reduce((total, row) => total + row.weight * logLoss(row), 0) / weight;
};
