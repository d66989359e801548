/** Normal distribution function, Abramowitz and Stegun 26.2.17, within 1e-7. */
export const normalCdf = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z > 0 ? 1 - upper : upper;
};

/** Quantile: `share` of a standard normal variable lies above this value, within 1e-6. */
export const normalAbove = (share: number): number => {
  let [low, high] = [-6, 6];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (1 - normalCdf(middle) > share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
