import { join } from 'node:path';
import { compareText } from '../domain/compare-ids.ts';
import type { ListedFile } from '../domain/indexed.ts';
import type { SliceFile, Vec3 } from '../domain/study.ts';
import { minus } from '../domain/vec3.ts';
import { sliceFileOf } from './slice-file.ts';

const LEADING_ZEROS = /^0+/;

/** A name as alternating text and runs of digits, text first: `a010b` -> ['a', '10', 'b']. */
const partsOf = (name: string): readonly string[] =>
  name.split(/(\d+)/).map((part, index) => (index % 2 === 1 ? part.replace(LEADING_ZEROS, '') : part));

/** Compares by value, for any number of digits: more digits are a larger number. */
const compareDigits = (a: string, b: string): number => a.length - b.length || compareText(a, b);

const compareParts = (a: readonly string[], b: readonly string[]): number => {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const order = i % 2 === 1 ? compareDigits(a[i]!, b[i]!) : compareText(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
};

/** Sorts names in natural order: runs of digits as numbers, other text by character code. Equal names keep their order. */
export const naturalOrder = (names: readonly string[]): string[] =>
  names
    .map((name) => ({ name, parts: partsOf(name) }))
    .sort((a, b) => compareParts(a.parts, b.parts))
    .map(({ name }) => name);

/** Whether a file counts as a slice by its name alone. */
export const isSliceName = (name: string): boolean => /^[^.].*\.dcm$/i.test(name);

/** The number in each name like `12.dcm`; undefined for other names. If several names have one number, it goes to the one without leading zeros. */
const ownNumbers = (names: readonly string[]): readonly (number | undefined)[] => {
  const said = names.map((name) => (/^\d{1,15}\.dcm$/i.test(name) ? Number.parseInt(name, 10) : undefined));
  const isPlain = (index: number) => names[index]!.toLowerCase() === `${said[index]}.dcm`;
  const holders = new Map<number, number>();
  said.forEach((number, index) => {
    if (number !== undefined && (!holders.has(number) || isPlain(index))) holders.set(number, index);
  });
  return said.map((number, index) => (number !== undefined && holders.get(number) === index ? number : undefined));
};

const areNumbered = (own: readonly (number | undefined)[]): boolean =>
  2 * own.filter((number) => number !== undefined).length > own.length;

/**
 * Slice numbers by file name, if most names are like `12.dcm`: labels refer to these numbers. Other names get unique numbers above them. Undefined if
 * most names differ from that form.
 */
export const numbersIn = (names: readonly string[]): readonly number[] | undefined => {
  const own = ownNumbers(names);
  if (!areNumbered(own)) return undefined;
  let next = 1 + own.reduce<number>((most, number) => Math.max(most, number ?? 0), 0);
  return own.map((number) => number ?? next++);
};

/** Names without a number of their own, where most have one. */
export const strayNamesIn = (names: readonly string[]): readonly string[] => {
  const own = ownNumbers(names);
  return areNumbered(own) ? names.filter((_, index) => own[index] === undefined) : [];
};

/** Files of a folder. */
export const listedIn = (folder: string, names: readonly string[]): readonly ListedFile[] =>
  names.map((name) => ({ name, path: join(folder, name) }));

/**
 * The `.dcm` files of a folder, in natural order, without hidden ones. Instance numbers are those of `numbersIn`; for other names (`IM_0001.dcm`),
 * the position in natural order, from 1.
 */
export const sliceFilesOf = (folder: string, names: readonly string[]): SliceFile[] => {
  const ordered = naturalOrder(names.filter(isSliceName));
  const numbers = numbersIn(ordered);
  return ordered.map((name, index) =>
    sliceFileOf({ file: { name, path: join(folder, name) }, header: {} }, numbers?.[index] ?? index + 1),
  );
};

/**
 * Whether a stack runs against the anatomical order (right to left, front to back, feet to head), given the positions of its first and last slice in
 * natural order: true if the largest component of `last - first` is negative; in a tie, x precedes y and y precedes z.
 */
export const isReversed = (firstPosition: Vec3, lastPosition: Vec3): boolean => {
  const { x, y, z } = minus(lastPosition, firstPosition);
  const greatest = [x, y, z].reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best));
  return greatest < 0;
};
