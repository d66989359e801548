import type { SliceGeometry } from '../domain/study.ts';
import type { Anatomy } from './anatomy.ts';
import { between, type Rng } from './rng.ts';
import { clamp, smoothStep } from './smooth.ts';

const MAX_STORED = 4095;

/** How one series turns signal into numbers. */
export interface Receiver {
  /** Stored value of signal 1 beside the spine. */
  readonly gain: number;
  /** Relative sensitivity at (x, y, z): the coil lies behind the patient, its field is not quite even. */
  readonly sensitivity: (x: number, y: number, z: number) => number;
  readonly noise: number;
}

/** Draws coil, gain and, on sagittal series, the saturation band in front of the spine. */
export const drawReceiver = (
  rng: Rng,
  { originMm: o }: Anatomy,
  { noise, saturates }: { noise: number; saturates: boolean },
): Receiver => {
  const [steep, aside, updown, dome] = [
    between(rng, 0.25, 0.6),
    between(rng, -0.12, 0.12),
    between(rng, -0.15, 0.15),
    between(rng, 0.05, 0.3),
  ];
  const bandMm = o.y - between(rng, 42, 62);
  return {
    gain: between(rng, 900, 1700),
    noise,
    sensitivity: (x, y, z) => {
      const [dx, dy, dz] = [(x - o.x) / 100, (y - o.y - 20) / 100, (z - o.z) / 100];
      const field = 1 + steep * dy + 0.5 * steep * dy * dy + aside * dx + updown * dz - dome * dz * dz;
      return Math.max(0.2, field) * (saturates ? 0.15 + 0.85 * smoothStep(bandMm - 8, bandMm + 8, y) : 1);
    },
  };
};

/** Standard deviation 1, near enough to normal for noise. */
const unitNoise = (rng: Rng): number => 2 * (rng() + rng() + rng()) - 3;

const CELL = 8;

/** Sensitivity over a slice, worked out every `CELL` pixels and joined bilinearly. */
const fieldOf = ({ sensitivity }: Receiver, g: SliceGeometry) => {
  const across = Math.ceil(g.columns / CELL) + 1;
  const nodes = Float64Array.from({ length: across * (Math.ceil(g.rows / CELL) + 1) }, (_, i) => {
    const dx = (i % across) * CELL * g.xSpacingMm;
    const dy = Math.floor(i / across) * CELL * g.ySpacingMm;
    const along = (axis: 'x' | 'y' | 'z') =>
      g.positionMm[axis] + dx * g.rowDirection[axis] + dy * g.columnDirection[axis];
    return sensitivity(along('x'), along('y'), along('z'));
  });
  return (row: number, column: number): number => {
    const i = Math.floor(row / CELL) * across + Math.floor(column / CELL);
    const [fx, fy] = [(column % CELL) / CELL, (row % CELL) / CELL];
    const top = nodes[i]! + (nodes[i + 1]! - nodes[i]!) * fx;
    const bottom = nodes[i + across]! + (nodes[i + across + 1]! - nodes[i + across]!) * fx;
    return top + (bottom - top) * fy;
  };
};

/** Stored 12-bit values of a noiseless slice: coil, magnitude noise (Rician), gain, rounding. */
export const received = (
  signal: Float32Array,
  geometry: SliceGeometry,
  { receiver, rng }: { receiver: Receiver; rng: Rng },
): Uint16Array => {
  const field = fieldOf(receiver, geometry);
  const { gain, noise } = receiver;
  const stored = new Uint16Array(signal.length);
  for (let row = 0, i = 0; row < geometry.rows; row++) {
    for (let column = 0; column < geometry.columns; column++, i++) {
      const real = signal[i]! * field(row, column) + noise * unitNoise(rng);
      const imaginary = noise * unitNoise(rng);
      stored[i] = clamp(Math.round(gain * Math.sqrt(real * real + imaginary * imaginary)), 0, MAX_STORED);
    }
  }
  return stored;
};
