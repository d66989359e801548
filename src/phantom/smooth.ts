/** Smooth functions of one variable, from which anatomy is built. */

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

export const mix = (from: number, to: number, share: number): number => from + (to - from) * share;

/** 0 below `low`, 1 above `high`, cubic between. */
export const smoothStep = (low: number, high: number, value: number): number => {
  const t = clamp((value - low) / (high - low), 0, 1);
  return t * t * (3 - 2 * t);
};

/** A hill of height 1 about 0 that is exactly 0 from |q| = 1 on. */
export const hill = (q: number): number => {
  const rest = 1 - q * q;
  return rest <= 0 ? 0 : rest * rest;
};

/** An anchor of a curve. */
export type Anchor = readonly [at: number, value: number];

/** A curve through anchors in ascending order, with horizontal tangents there; constant beyond both ends. */
export const throughAnchors =
  (anchors: readonly Anchor[]) =>
  (at: number): number => {
    const next = anchors.findIndex(([position]) => position > at);
    if (next === 0) return anchors[0]![1];
    if (next < 0) return anchors.at(-1)![1];
    const [fromAt, from] = anchors[next - 1]!;
    const [toAt, to] = anchors[next]!;
    return mix(from, to, smoothStep(fromAt, toAt, at));
  };
