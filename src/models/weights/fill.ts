import { elementCount } from '../../domain/image.ts';

/**
 * Deterministic pseudo-random numbers derived from a name: its FNV-1a hash seeds mulberry32 in counter form. Dummy weights use them, so that networks
 * of this product and elsewhere can have the same weights without exchanging a file.
 */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a, 32 bits, of the UTF-8 bytes of a name. */
export const seedOf = (name: string): number => {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return hash >>> 0;
};

/** Element `index` of the stream of `seed`, uniform in [0, 1). */
export const uniformAt = (seed: number, index: number): number => {
  let z = (seed + Math.imul(index + 1, 0x6d2b79f5)) | 0;
  z = Math.imul(z ^ (z >>> 15), z | 1);
  z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
  return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
};

/** Values in [mean - reach, mean + reach). */
interface Range {
  readonly mean: number;
  readonly reach: number;
}

const drawn = (seed: number, length: number, { mean, reach }: Range): Float32Array => {
  const values = new Float32Array(length);
  for (let index = 0; index < length; index++) values[index] = mean + reach * (2 * uniformAt(seed, index) - 1);
  return values;
};

/** `length` float32 values in [-1, 1), derived from a name. */
export const unitFill = (name: string, length: number): Float32Array =>
  drawn(seedOf(name), length, { mean: 0, reach: 1 });

const RECURRENT = /^weight_(ih|hh)_l\d+(_reverse)?$/;

/** The range of a parameter's values: by fan-in, norms about 1, small biases. */
const rangeOf = (lastPart: string, shape: readonly number[]): Range => {
  if (shape.length >= 2) {
    const fanIn = elementCount(shape.slice(1));
    return { mean: 0, reach: Math.sqrt((RECURRENT.test(lastPart) ? 1 : 6) / fanIn) };
  }
  if (lastPart === 'running_var') return { mean: 1.25, reach: 0.25 };
  if (lastPart === 'gamma') return { mean: 0.5, reach: 0.1 };
  if (lastPart.endsWith('weight')) return { mean: 1, reach: 0.1 };
  return { mean: 0, reach: 0.1 };
};

/** Dummy values of the parameter with a PyTorch state-dict name and shape, row-major. */
export const parameterFill = (name: string, shape: readonly number[]): Float32Array =>
  drawn(seedOf(name), elementCount(shape), rangeOf(name.slice(name.lastIndexOf('.') + 1), shape));
