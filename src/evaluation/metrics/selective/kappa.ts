/** Weights of disagreements: all equal, by the steps between the severities, or by their square. */
export const KAPPA_WEIGHTS = ['none', 'linear', 'quadratic'] as const;
export type KappaWeights = (typeof KAPPA_WEIGHTS)[number];

const DISAGREEMENT: Readonly<Record<KappaWeights, (steps: number) => number>> = {
  none: (steps) => Number(steps > 0),
  linear: (steps) => steps,
  quadratic: (steps) => steps * steps,
};

/**
 * Cohen's kappa, 1 for agreement and 0 for agreement by chance (Cohen 1968, DOI 10.1037/h0026256). Undefined if both
 * raters used only one and the same class, since chance then explains everything.
 * @param counts  [class by one][class by the other], row-major
 */
export const kappaOf = (counts: ArrayLike<number>, classes: number, weights: KappaWeights): number | undefined => {
  const [rows, columns] = [new Float64Array(classes), new Float64Array(classes)];
  let total = 0;
  for (let cell = 0; cell < classes * classes; cell++) {
    const count = counts[cell]!;
    rows[Math.floor(cell / classes)]! += count;
    columns[cell % classes]! += count;
    total += count;
  }
  let [observed, expected] = [0, 0];
  for (let row = 0; row < classes; row++)
    for (let column = 0; column < classes; column++) {
      const weight = DISAGREEMENT[weights](Math.abs(row - column));
      observed += weight * counts[row * classes + column]!;
      expected += (weight * rows[row]! * columns[column]!) / total;
    }
  return expected > 0 ? 1 - observed / expected : undefined;
};
