import { dirname } from 'node:path';
import { baseNameOf, type IndexedSlice } from '../../domain/indexed.ts';
import type { SliceFile } from '../../domain/study.ts';
import type { Vec3 } from '../../domain/vec3.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import { sliceFileOf } from '../slice-file.ts';
import { numbersIn } from '../slice-order.ts';
import { positioned } from '../slice-place.ts';
import { standardTurn } from '../turn-slice.ts';
import { type OrderedStack, orderStack } from './order-stack.ts';

/** A series in anatomical order, with each slice's conversion to standard orientation and values. */
export interface StandardStack
  extends Pick<OrderedStack<IndexedSlice>, 'blocks' | 'gaps' | 'crowded' | 'overlapping' | 'repeated'> {
  /** From the patient's right to left (sagittal) or from feet to head (axial). */
  readonly files: readonly SliceFile[];
  /** Their slices, in the same order. */
  readonly slices: readonly IndexedSlice[];
  /** Distance between neighbouring slices; undefined for a single slice. */
  readonly spacingMm: number | undefined;
  /** Value of SpacingBetweenSlices if it contradicts the positions. */
  readonly attributeSpacingMm: number | undefined;
  /** Slices whose headers lack a position. */
  readonly unplaced: readonly IndexedSlice[];
}

const TO_THE_LEFT: Vec3 = { x: 1, y: 0, z: 0 };
const TO_THE_HEAD: Vec3 = { x: 0, y: 0, z: 1 };

/** Relative tolerance: the attribute is written with few digits; within this share of the measured distance it is the same and more exact. */
const SPACING_TOL = 0.01;
/** Micrometres per millimetre: distances are rounded to them, since positions are rounded and finer differences mean nothing. */
const MICROMETRE = 1000;

/** Prefers later slices: a slice is usually repeated because the first was unsatisfactory. */
const laterFirst = ({ header: a }: IndexedSlice, { header: b }: IndexedSlice): number =>
  compare(a.acquiredAt, b.acquiredAt) ||
  compare(a.instanceNumber, b.instanceNumber) ||
  compare(a.sopInstanceUid, b.sopInstanceUid) ||
  compare(a.frame, b.frame);

const compare = <V extends string | number>(a: V | undefined, b: V | undefined): number => {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return a < b ? -1 : Number(a > b);
};

/** The numbers if every slice has a unique one, else undefined. */
const unique = (numbers: readonly (number | undefined)[]): readonly number[] | undefined => {
  const known = numbers.flatMap((one) => (Number.isSafeInteger(one) ? (one ?? []) : []));
  return new Set(known).size === numbers.length ? known : undefined;
};

/**
 * Slice numbers for tables and labels: the number in the file's name if its folder uses `<n>.dcm`, else InstanceNumber, else the frame number in a
 * single multi-frame file, else the position in the stack from 1.
 */
export const instanceNumbersOf = (slices: readonly IndexedSlice[]): readonly number[] => {
  const headers = slices.map(({ header }) => header);
  const isFramed = headers.some(({ frame }) => frame !== undefined);
  const oneFile = new Set(slices.map(({ file }) => file.path)).size === 1;
  const oneFolder = new Set(slices.map(({ file }) => dirname(file.name))).size === 1;
  return (
    (isFramed || !oneFolder ? undefined : numbersIn(slices.map(({ file }) => baseNameOf(file)))) ??
    unique(headers.map(({ instanceNumber }) => instanceNumber)) ??
    (oneFile ? unique(headers.map(({ frame }) => frame)) : undefined) ??
    slices.map((_, index) => index + 1)
  );
};

/** Whether values need rescaling, so that they mean the same in every slice, zero means no signal, and high values are bright. */
const needsRescaling = (slices: readonly IndexedSlice[]): boolean => {
  const ways = new Set(slices.map(({ header }) => `${header.rescaleSlope ?? 1} ${header.rescaleIntercept ?? 0}`));
  return (
    ways.size > 1 || slices.some(({ header }) => (header.rescaleIntercept ?? 0) !== 0 || (header.rescaleSlope ?? 1) < 0)
  );
};

const spacingOf = (measuredMm: number | undefined, slices: readonly IndexedSlice[]) => {
  const said = slices[0]?.header.spacingBetweenSlicesMm;
  if (measuredMm === undefined) return { spacingMm: undefined, attributeSpacingMm: undefined };
  const agrees = said !== undefined && Math.abs(said - measuredMm) <= SPACING_TOL * measuredMm;
  return {
    spacingMm: agrees ? said : Math.round(measuredMm * MICROMETRE) / MICROMETRE,
    attributeSpacingMm: agrees || said === undefined || said === 0 ? undefined : said,
  };
};

/** Orders the slices of a series by position and determines each one's conversion to standard orientation and values. */
export const standardStack = (all: readonly IndexedSlice[], kind: SeriesKind): StandardStack => {
  const axial = kind === 'Axial T2';
  const { placed, unplaced } = positioned(all);
  const {
    ordered: slices,
    spacingMm,
    ...stack
  } = orderStack(placed, {
    axis: axial ? TO_THE_HEAD : TO_THE_LEFT,
    inBlocks: axial,
    numberOf: ({ header }) => header.instanceNumber,
    prefer: laterFirst,
  });
  const numbers = instanceNumbersOf(slices);
  const rescale = needsRescaling(slices);
  const files = slices.map((slice, index) =>
    sliceFileOf(slice, numbers[index]!, {
      turn: standardTurn(slice.header, axial ? 'axial' : 'sagittal'),
      rescale,
      stored: { rows: slice.header.rows ?? 0, columns: slice.header.columns ?? 0 },
    }),
  );
  return { files, slices, unplaced, ...stack, ...spacingOf(spacingMm, slices) };
};
