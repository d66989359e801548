import { join } from 'node:path';
import type { SliceFile, Vec3 } from '../domain/study.ts';
import { minus } from '../domain/vec3.ts';

/** A name as text and runs of digits in turn, text first: `a10b` -> ['a', '10', 'b']. */
const partsOf = (name: string): readonly string[] => name.split(/(\d+)/);

/** By value, however many digits: more digits without leading zeros are a larger number. */
const compareDigits = (a: string, b: string): number => {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return left.length - right.length || compareText(left, right);
};

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const compareParts = (a: readonly string[], b: readonly string[]): number => {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const order = i % 2 === 1 ? compareDigits(a[i]!, b[i]!) : compareText(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
};

/** Names in natural order: runs of digits count as numbers, other text by character code. Equal names keep their order. */
export const naturalOrder = (names: readonly string[]): string[] =>
  names
    .map((name) => ({ name, parts: partsOf(name) }))
    .sort((a, b) => compareParts(a.parts, b.parts))
    .map(({ name }) => name);

/** Whether a file is taken for a slice by its name alone. */
export const isSliceName = (name: string): boolean => /^[^.].*\.dcm$/i.test(name);

/** The numbers in names like `12.dcm`; undefined unless all names are such, and no two give the same number. */
export const numbersIn = (names: readonly string[]): readonly number[] | undefined => {
  const numbers = names.map((name) => (/^\d{1,15}\.dcm$/i.test(name) ? Number.parseInt(name, 10) : Number.NaN));
  return numbers.some(Number.isNaN) || new Set(numbers).size < numbers.length ? undefined : numbers;
};

/**
 * The `.dcm` files among the names of a folder, in natural order; hidden ones are left out.
 * The instance number is the number in the name; in a series with other names (`IM_0001.dcm`) it is the place in natural order, from 1.
 */
export const sliceFilesOf = (folder: string, names: readonly string[]): SliceFile[] => {
  const ordered = naturalOrder(names.filter(isSliceName));
  const numbers = numbersIn(ordered);
  return ordered.map((name, index) => ({
    name,
    path: join(folder, name),
    instanceNumber: numbers?.[index] ?? index + 1,
  }));
};

/**
 * Whether a stack runs against the anatomical order (right to left, front to back, feet to head), given the positions of
 * its first and last slice in natural order: the component of `last - first` of greatest magnitude, x before y before z
 * where equal, is negative.
 */
export const isReversed = (firstPosition: Vec3, lastPosition: Vec3): boolean => {
  const { x, y, z } = minus(lastPosition, firstPosition);
  const greatest = [x, y, z].reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best));
  return greatest < 0;
};
