/** Thresholds of a standard normal variable for moderate and for severe. */
export type Thresholds = readonly [moderate: number, severe: number];

/** Density of two standard normal variables of correlation `r` at (x, y). */
const density = (x: number, y: number, r: number): number => {
  const rest = 1 - r * r;
  return Math.exp(-(x * x - 2 * r * x * y + y * y) / (2 * rest)) / (2 * Math.PI * Math.sqrt(rest));
};

const INTERVALS = 24;

/** P(X > x, Y > y) minus its value under independence: the integral of the density over the correlation (Plackett), by Simpson's rule. */
const excess = (x: number, y: number, r: number): number => {
  let sum = 0;
  for (let i = 0; i <= INTERVALS; i++) {
    const weight = i === 0 || i === INTERVALS ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * density(x, y, (r * i) / INTERVALS);
  }
  return (sum * r) / (3 * INTERVALS);
};

/** Severities as Spearman ranks them: the step between neighbouring mid-ranks is half their combined share. */
export interface Ranked {
  readonly thresholds: Thresholds;
  /** Steps of the mid-rank at the two thresholds, and its standard deviation. */
  readonly steps: readonly [number, number];
  readonly deviation: number;
}

/** @param shares shares of normal, moderate and severe; they sum to 1 */
export const ranked = (shares: readonly [number, number, number], thresholds: Thresholds): Ranked => {
  const [normal, moderate, severe] = shares;
  const variance = (1 - normal ** 3 - moderate ** 3 - severe ** 3) / 12;
  return { thresholds, steps: [(normal + moderate) / 2, (moderate + severe) / 2], deviation: Math.sqrt(variance) };
};

/** Spearman's correlation of the severities of two locations whose latent variables correlate by `r`. */
export const spearmanOf = (a: Ranked, b: Ranked, r: number): number => {
  let covariance = 0;
  for (const i of [0, 1] as const)
    for (const j of [0, 1] as const)
      covariance += a.steps[i] * b.steps[j] * excess(a.thresholds[i], b.thresholds[j], r);
  return covariance / (a.deviation * b.deviation);
};

const HALVINGS = 24;

/** The latent correlation for a Spearman correlation of severities, by bisection, since one rises with the other. */
export const latentCorrelation = (a: Ranked, b: Ranked, spearman: number): number => {
  let [low, high] = [-0.98, 0.98];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (spearmanOf(a, b, middle) < spearman) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
