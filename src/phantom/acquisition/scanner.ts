import type { SliceGeometry } from '../../domain/study.ts';
import type { Anatomy } from '../anatomy/anatomy.ts';
import { between, gaussian, type Rng } from '../rng.ts';
import { smoothStep } from '../smooth.ts';
import { pointOn } from './slice-plane.ts';

const MAX_STORED = 4095;

/** Draws what converts signal to stored values in one series: coil, gain and, if sagittal, the anterior saturation band. */
export const drawReceiver = (
  rng: Rng,
  { originMm: o }: Anatomy,
  { noise, saturates }: { noise: number; saturates: boolean },
) => {
  const [steep, aside, updown, dome] = [
    between(rng, 0.25, 0.6),
    between(rng, -0.12, 0.12),
    between(rng, -0.15, 0.15),
    between(rng, 0.05, 0.3),
  ];
  const bandMm = o.y - between(rng, 42, 62);
  return {
    /** Stored value of signal 1 near the spine. */
    gain: between(rng, 900, 1700),
    noise,
    /** Relative sensitivity at (x, y, z): the coil lies behind the patient, and its field is slightly uneven. */
    sensitivity: (x: number, y: number, z: number) => {
      const dx = (x - o.x) / 100;
      const dy = (y - o.y - 20) / 100;
      const dz = (z - o.z) / 100;
      const field = 1 + steep * dy + 0.5 * steep * dy * dy + aside * dx + updown * dz - dome * dz * dz;
      return Math.max(0.2, field) * (saturates ? 0.15 + 0.85 * smoothStep(bandMm - 8, bandMm + 8, y) : 1);
    },
  };
};

type Receiver = ReturnType<typeof drawReceiver>;

/** Sensitivity is computed every `CELL` pixels and interpolated bilinearly. */
const CELL = 8;

const nodesOf = ({ sensitivity }: Receiver, g: SliceGeometry): { across: number; values: Float64Array } => {
  const across = Math.ceil(g.columns / CELL) + 1;
  const values = Float64Array.from({ length: across * (Math.ceil(g.rows / CELL) + 1) }, (_, i) => {
    const { x, y, z } = pointOn(g, (i % across) * CELL * g.xSpacingMm, Math.floor(i / across) * CELL * g.ySpacingMm);
    return sensitivity(x, y, z);
  });
  return { across, values };
};

/** [rows, columns], as `signal`. */
const weighted = (signal: Float32Array, receiver: Receiver, g: SliceGeometry): Float32Array => {
  const { across, values } = nodesOf(receiver, g);
  const { rows, columns } = g;
  const out = new Float32Array(signal.length);
  for (let row = 0, i = 0; row < rows; row++) {
    const node = Math.floor(row / CELL) * across;
    const fy = (row % CELL) / CELL;
    for (let column = 0; column < columns; column++, i++) {
      const n = node + Math.floor(column / CELL);
      const fx = (column % CELL) / CELL;
      const top = values[n]! + (values[n + 1]! - values[n]!) * fx;
      const bottom = values[n + across]! + (values[n + across + 1]! - values[n + across]!) * fx;
      out[i] = signal[i]! * (top + (bottom - top) * fy);
    }
  }
  return out;
};

const NOISE_BITS = 16;

/** Fills a list with normal noise of standard deviation 1. */
export type NoiseSource = (length: number) => Float32Array;

/** Normal noise from a precomputed table, read in an order that one number determines: fast and reproducible. */
export const noiseSource = (rng: Rng): NoiseSource => {
  const table = Float32Array.from({ length: 2 ** NOISE_BITS }, () => gaussian(rng));
  let state = Math.floor(rng() * 2 ** 32);
  return (length) => {
    const out = new Float32Array(length);
    for (let i = 0; i < length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      out[i] = table[state >>> (32 - NOISE_BITS)]!;
    }
    return out;
  };
};

/** Stored 12-bit values of a noiseless slice: coil, magnitude noise (Rician), gain, rounding. */
export const received = (
  signal: Float32Array,
  geometry: SliceGeometry,
  { receiver, noise }: { receiver: Receiver; noise: NoiseSource },
): Uint16Array => {
  const seen = weighted(signal, receiver, geometry);
  const { gain, noise: deviation } = receiver;
  const [inPhase, quadrature] = [noise(seen.length), noise(seen.length)];
  const stored = new Uint16Array(seen.length);
  for (let i = 0; i < stored.length; i++) {
    const real = seen[i]! + deviation * inPhase[i]!;
    const imaginary = deviation * quadrature[i]!;
    stored[i] = Math.min(MAX_STORED, Math.round(gain * Math.sqrt(real * real + imaginary * imaginary)));
  }
  return stored;
};
