import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unitFill } from '../../src/models/weights/fill.ts';

/** Reference numbers computed by the original implementation; not part of the product, see test/README.md. */
const ROOT = resolve(
  process.env.SPINESTREAM_GOLDENS ?? fileURLToPath(new URL('../../../shared/goldens', import.meta.url)),
);

export const goldensPresent = existsSync(ROOT);
export const goldenPath = (...parts: string[]): string => join(ROOT, ...parts);
export const goldenJson = <T>(...parts: string[]): T => JSON.parse(readFileSync(goldenPath(...parts), 'utf8')) as T;

/** A `describe` that is pending, with one line saying why, where the goldens are absent, and fails where a file of them is missing. */
export const describeGoldens = (title: string, body: () => void): void => {
  if (goldensPresent) describe(title, body);
  else
    describe(title, () => it('pending: the goldens of the original implementation are not here (SPINESTREAM_GOLDENS)'));
};

export interface NpyArray {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array | Int16Array | Uint16Array;
}

const ARRAYS = {
  '<f4': Float32Array,
  '<f8': Float64Array,
  '<i4': Int32Array,
  '<i8': BigInt64Array,
  '<i2': Int16Array,
  '<u2': Uint16Array,
  '|u1': Uint8Array,
} as const;

/** Reads a NumPy .npy file (version 1 or 2, C order, little endian). */
export const readNpy = (path: string): NpyArray => {
  const bytes = readFileSync(path);
  if (bytes.toString('latin1', 1, 6) !== 'NUMPY') throw new Error(`${path} is no .npy file`);
  const wide = bytes[6]! >= 2;
  const start = wide ? 12 : 10;
  const headerLength = wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', start, start + headerLength);
  const dtype = /'descr': '([^']+)'/.exec(header)?.[1] ?? '';
  if (/'fortran_order': True/.test(header)) throw new Error(`${path} is in Fortran order`);
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .filter((s) => s.trim() !== '')
    .map(Number);
  const View = ARRAYS[dtype as keyof typeof ARRAYS];
  if (View === undefined) throw new Error(`${path} has the unknown dtype ${dtype}`);
  const data = bytes.buffer.slice(bytes.byteOffset + start + headerLength, bytes.byteOffset + bytes.length);
  return { shape, dtype, data: new View(data) };
};

export const goldenNpy = (...parts: string[]): NpyArray & { readonly data: Float32Array } => {
  const array = readNpy(goldenPath(...parts));
  if (!(array.data instanceof Float32Array)) throw new Error(`${parts.join('/')} is not float32`);
  return array as NpyArray & { readonly data: Float32Array };
};

/** The input of a golden case, from its fill name. `values` is the manifest's wording. */
export const goldenInput = (fillName: string, shape: readonly number[], values = 'unit'): Float32Array => {
  const unit = unitFill(
    fillName,
    shape.reduce((a, b) => a * b, 1),
  );
  if (values === 'unit') return unit;
  if (values.startsWith('12bit')) return unit.map((v) => Math.floor((v + 1) * 2048));
  const times = /^unit times ([\d.]+)/.exec(values)?.[1];
  if (times === undefined) throw new Error(`unknown values "${values}"`);
  return unit.map((v) => v * Number(times));
};

/** Largest absolute difference; NaN against anything is Infinity. */
export const maxAbsDiff = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return worst;
};
