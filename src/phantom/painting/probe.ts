/**
 * The current point of rendering: the only mutable object of the renderer, created once per slice and moved from pixel to pixel. Painters read its
 * position and blend their tissue into `value`.
 */
export interface Probe {
  /** Patient coordinates, mm. */
  x: number;
  y: number;
  z: number;
  /** Position along the spine, in mm of arc length, 0 at the centre of L3/L4. */
  s: number;
  /** Left of the midline and behind the centre line, in mm of an average adult (patient's mm / size). */
  lx: number;
  u: number;
  /** |lx|, and 0 on the left, 1 on the right. */
  ax: number;
  side: 0 | 1;
  /** Row of the profiles for `s`. */
  row: number;
  /** Near the spine: anterior (disc, body) and posterior wall (flavum) of the passages at this `s` and `ax`. */
  front: number;
  back: number;
  /** 1 / width of an edge in mm: partial volume. */
  sharpness: number;
  /** Signal so far. */
  value: number;
}

/** Blends one kind or group of tissue over the probe's value. */
export type Painter = (probe: Probe) => void;

export const newProbe = (edgeMm: number): Probe => ({
  x: Number.NaN,
  y: Number.NaN,
  z: Number.NaN,
  s: Number.NaN,
  lx: Number.NaN,
  u: Number.NaN,
  ax: Number.NaN,
  side: 0,
  row: 0,
  front: Number.NaN,
  back: Number.NaN,
  sharpness: 1 / edgeMm,
  value: Number.NaN,
});

/** Covers the probe with a tissue whose surface is `distanceMm` away (negative inside); an edge is a linear ramp. */
export const cover = (probe: Probe, distanceMm: number, signal: number): void => {
  const share = 0.5 - distanceMm * probe.sharpness;
  if (share <= 0) return;
  probe.value = share >= 1 ? signal : probe.value + (signal - probe.value) * share;
};

/** The same, with at most `opacity` coverage. */
export const veil = (probe: Probe, distanceMm: number, signal: number, opacity: number): void => {
  const share = Math.min(1, 0.5 - distanceMm * probe.sharpness) * opacity;
  if (share > 0) probe.value += (signal - probe.value) * share;
};
