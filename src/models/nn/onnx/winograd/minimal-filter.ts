/**
 * Winograd's minimal filter F(4, 3): four results of a filter of three taps in six multiplications instead of twelve (S. Winograd, Arithmetic
 * Complexity of Computations, 1980; for convolutions A. Lavin and S. Gray, arXiv:1509.09308). Results of a filter with taps g [3] over inputs d [6] are
 * `OUTPUT (k * (INPUT d))`, where k are the taps transformed by `transformedKernels` and * multiplies elements.
 *
 * The matrices interpolate at 0, 1, -1, 1/2, -2 and infinity, which round less than the usual 0, 1, -1, 2, -2 (B. Barabasz et al., arXiv:1803.10986);
 * all values of INPUT and OUTPUT are exact in float32.
 */
export const RESULTS = 4;
export const TAPS = 3;
/** Multiplications, and inputs of four results. */
export const PRODUCTS = RESULTS + TAPS - 1;

/** The product at 1, which every result contains once. */
export const IN_EVERY_RESULT = 1;

/** [PRODUCTS, PRODUCTS] */
export const INPUT: readonly (readonly number[])[] = [
  [1, -3 / 2, -2, 3 / 2, 1, 0],
  [0, -1, 1 / 2, 5 / 2, 1, 0],
  [0, 1, -5 / 2, 1 / 2, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 1 / 2, -1, -1 / 2, 1, 0],
  [0, 1, -3 / 2, -2, 3 / 2, 1],
];

/** [RESULTS, PRODUCTS] */
export const OUTPUT: readonly (readonly number[])[] = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 1 / 2, -2, 0],
  [0, 1, 1, 1 / 4, 4, 0],
  [0, 1, -1, 1 / 8, -8, 1],
];

/**
 * Kernels of the six products: weights [out, in, 3, 3] transformed along their columns to [6 out, in, 1, 3]. Taps a, b, c become
 * a, (a + b + c) / 3, (b - a - c) / 3, -(16 a + 8 b + 4 c) / 15, (a - 2 b + 4 c) / 15 and c.
 * @param factors  by which the weights of each output channel are multiplied; default: 1
 */
export const transformedKernels = (
  weights: Float32Array,
  outChannels: number,
  factors?: Float32Array,
): Float32Array => {
  const perChannel = weights.length / outChannels;
  const perProduct = weights.length / TAPS;
  const transformed = new Float32Array(PRODUCTS * perProduct);
  const product = (index: number) => transformed.subarray(index * perProduct, (index + 1) * perProduct);
  const [atZero, atOne, atMinusOne] = [product(0), product(1), product(2)];
  const [atHalf, atMinusTwo, atInfinity] = [product(3), product(4), product(5)];
  let at = 0;
  for (let channel = 0; channel < outChannels; channel++) {
    const factor = factors?.[channel] ?? 1;
    const end = (channel + 1) * perChannel;
    for (let kernel = channel * perChannel; kernel < end; kernel += TAPS * TAPS)
      for (let column = kernel; column < kernel + TAPS; column++) {
        const a = weights[column]! * factor;
        const b = weights[column + TAPS]! * factor;
        const c = weights[column + 2 * TAPS]! * factor;
        atZero[at] = a;
        atOne[at] = (b + (a + c)) / 3;
        atMinusOne[at] = (b - (a + c)) / 3;
        atHalf[at] = (4 * a + 2 * b + c) * (-4 / 15);
        atMinusTwo[at] = (a - 2 * b + 4 * c) / 15;
        atInfinity[at] = c;
        at++;
      }
  }
  return transformed;
};
