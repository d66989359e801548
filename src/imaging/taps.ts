/**
 * Resampling of one axis: output `d` is the sum over k = 0..3 of `weights[4 d + k]` times input `first[d] + k`, with the index clamped to the input
 * (a replicated border). `first` lies between -2 and the last input index.
 */
export interface Taps {
  readonly first: Int32Array;
  readonly weights: Float32Array;
}

const { floor, fround } = Math;

/** Number of cached size pairs; a study has a few: those of its series, and of the squares about its keypoints. */
const KEPT_PAIRS = 64;

/** Caches taps by size, since the slices of a series share one. */
const remembered = (tapsOf: (inputs: number, outputs: number) => Taps): ((inputs: number, outputs: number) => Taps) => {
  const kept = new Map<string, Taps>();
  return (inputs, outputs) => {
    const key = `${inputs} ${outputs}`;
    const taps = kept.get(key) ?? tapsOf(inputs, outputs);
    kept.delete(key); // most recently used last
    kept.set(key, taps);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_PAIRS) break;
      kept.delete(oldest);
    }
    return taps;
  };
};

const A = fround(-0.75);

/** Keys' kernel at distance `1 + x` from a pixel, 0 <= x <= 1, every step rounded to float32 as in OpenCV. */
const outerWeight = (x: number): number => {
  const far = fround(x + 1);
  const linear = fround(fround(A * far) - fround(5 * A));
  const square = fround(fround(linear * far) + fround(8 * A));
  return fround(fround(square * far) - fround(4 * A));
};

/** Keys' kernel at distance `x`, 0 <= x <= 1. */
const innerWeight = (x: number): number => {
  const linear = fround(fround(fround(A + 2) * x) - fround(A + 3));
  return fround(fround(fround(linear * x) * x) + 1);
};

/**
 * Weights of four neighbours for a position `x` past the second, 0 <= x <= 1: bicubic, a = -0.75. Keys 1981,
 * DOI 10.1109/TASSP.1981.1163711; same values as OpenCV's INTER_CUBIC.
 */
export const cubicWeights = (x: number): readonly [w0: number, w1: number, w2: number, w3: number] => {
  const w0 = outerWeight(x);
  const w1 = innerWeight(x);
  const w2 = innerWeight(fround(1 - x));
  return [w0, w1, w2, fround(fround(fround(1 - w0) - w1) - w2)];
};

/** Position of the centre of output pixel `d` among the centres of input pixels. */
const halfPixelCentre = (d: number, inputs: number, outputs: number): number =>
  fround((d + 0.5) * (inputs / outputs) - 0.5);

const tapsOf = (
  outputs: number,
  at: (d: number) => readonly [first: number, w0: number, w1: number, w2: number, w3: number],
): Taps => {
  const first = new Int32Array(outputs);
  const weights = new Float32Array(4 * outputs);
  for (let d = 0; d < outputs; d++) {
    const [start, w0, w1, w2, w3] = at(d);
    first[d] = start;
    weights[4 * d] = w0;
    weights[4 * d + 1] = w1;
    weights[4 * d + 2] = w2;
    weights[4 * d + 3] = w3;
  }
  return { first, weights };
};

/** Bicubic, half-pixel centres. */
export const cubicTaps = remembered((inputs, outputs) =>
  tapsOf(outputs, (d) => {
    const centre = halfPixelCentre(d, inputs, outputs);
    const below = floor(centre);
    return [below - 1, ...cubicWeights(fround(centre - below))];
  }),
);

/** Two of the four taps: a share `x` between input `below` and its successor. */
const blend = (below: number, x: number) => [below - 1, 0, fround(1 - x), x, 0] as const;

/** Linear, half-pixel centres; same values as OpenCV's INTER_LINEAR. */
export const linearTaps = (inputs: number, outputs: number): Taps =>
  tapsOf(outputs, (d) => {
    const centre = halfPixelCentre(d, inputs, outputs);
    const below = floor(centre);
    if (below < 0) return blend(0, 0);
    if (below >= inputs - 1) return blend(inputs - 1, 0);
    return blend(below, fround(centre - below));
  });

/** OpenCV's INTER_AREA for a growing axis: nearest-neighbour pixels except for a blended seam. */
export const areaGrowTaps = (inputs: number, outputs: number): Taps =>
  tapsOf(outputs, (d) => {
    const below = floor(d * (inputs / outputs));
    if (below >= inputs - 1) return blend(inputs - 1, 0);
    const beyond = fround(d + 1 - (below + 1) * (outputs / inputs));
    return blend(below, beyond <= 0 ? 0 : fround(beyond - floor(beyond)));
  });
