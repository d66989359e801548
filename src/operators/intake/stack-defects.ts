import { type StandardStack, turnedHeader, USUAL_FROM_MM } from '../../dicom/index.ts';
import { grouped } from '../../domain/grouped.ts';
import { middleOf } from '../../domain/statistics/quantile.ts';
import { AS_STORED } from '../../domain/turn.ts';

/** Number of missing parts of the objects that contain a stack's slices. */
export const missingPartsOf = (all: StandardStack['slices']): number => {
  const found = all.flatMap(({ header }) => header.concatenation ?? []);
  return [...grouped(found, ({ uid }) => uid).values()].reduce((sum, parts) => {
    const there = new Set(parts.map(({ part }) => part)).size;
    const expected = Math.max(...parts.flatMap(({ part, parts: stated = 0 }) => [part, stated]));
    return sum + expected - there;
  }, 0);
};

/** Slices closer than this share of their thickness overlap by more than planned: two stacks half a spacing apart, or interpolated slices. */
const OVERLAP = 0.7;

/**
 * Thickness of slices that overlap their neighbours; undefined if they do not. Thinner slices than usual come from 3D sequences, which scanners
 * interpolate to half their thickness as a rule; the choice of series names them.
 */
export const overlappingThicknessMm = ({ slices: all, spacingMm }: StandardStack): number | undefined => {
  const thicknessMm = middleOf(all.flatMap(({ header }) => header.sliceThicknessMm ?? []));
  if (thicknessMm === undefined || spacingMm === undefined || thicknessMm < USUAL_FROM_MM) return undefined;
  return spacingMm < OVERLAP * thicknessMm ? thicknessMm : undefined;
};

/** Fields of view that differ by less are one, up to rounding of the pixel spacing. */
const SAME_FIELD = 0.02;

/** Number of slices whose field of view or matrix differs from that of most, in standard orientation. */
export const otherSizesIn = ({ slices: all, files }: StandardStack): number => {
  const sizes = all.map(({ header }, index) => {
    const turn = files[index]?.canonical?.turn ?? AS_STORED;
    const { rows = 0, columns = 0, pixelSpacingMm: spacing } = turnedHeader(header, turn);
    return { rows, columns, fieldMm: rows * (spacing?.ySpacingMm ?? 0) };
  });
  type Size = (typeof sizes)[number];
  const isSame = (a: Size, b: Size) =>
    a.rows === b.rows && a.columns === b.columns && Math.abs(a.fieldMm - b.fieldMm) <= SAME_FIELD * a.fieldMm;
  const different = sizes.filter((one, index) => sizes.findIndex((other) => isSame(one, other)) === index);
  return sizes.length - Math.max(0, ...different.map((one) => sizes.filter((other) => isSame(one, other)).length));
};
