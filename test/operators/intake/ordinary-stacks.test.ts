import { expect } from 'chai';
import { standardStack } from '../../../src/dicom/index.ts';
import type { IndexedSlice } from '../../../src/domain/indexed.ts';
import type { SliceHeader } from '../../../src/domain/slice-header.ts';
import type { SeriesKind } from '../../../src/domain/vocabulary.ts';
import { stackWarnings } from '../../../src/operators/intake/stack-warnings.ts';
import { AXIAL, leaning, SAGITTAL, slicesOf } from '../../support/indexed-slices.ts';

const stack = (count: number, spacingMm: number, sliceThicknessMm: number | undefined) => ({
  atMm: Array.from({ length: count }, (_, index) => (index - (count - 1) / 2) * spacingMm),
  header: { sliceThicknessMm, spacingBetweenSlicesMm: spacingMm } satisfies Partial<SliceHeader>,
});

/** Numbered from 1, as scanners do. */
const numbered = (slices: readonly IndexedSlice[]): readonly IndexedSlice[] =>
  slices.map((slice, index) => ({ ...slice, header: { ...slice.header, instanceNumber: index + 1 } }));

/** Blocks about discs 35 mm apart, with the tilt of each in degrees, from L5/S1 upwards. */
const perDisc = (tilts: readonly number[], given: ReturnType<typeof stack>) =>
  numbered(
    tilts.flatMap((tilt, index) =>
      slicesOf({ ...given, ...leaning(tilt), centreMm: { x: 0, y: 8 * Math.abs(index - 1), z: 35 * index } }),
    ),
  );

const wholeMm = (blocks: readonly number[]) =>
  numbered(
    slicesOf({
      ...AXIAL,
      atMm: blocks.flatMap((from) => [0, 4, 8, 12, 16].map((at) => from + at)),
      header: { sliceThicknessMm: 4 },
    }),
  );

const ORDINARY: Readonly<Record<string, readonly [SeriesKind, readonly IndexedSlice[]]>> = {
  'sagittal, 4 mm with a gap of 10%': ['Sagittal T1', slicesOf({ ...SAGITTAL, ...stack(15, 4.4, 4) })],
  'sagittal, 3 mm with a gap of 30%': ['Sagittal T2/STIR', slicesOf({ ...SAGITTAL, ...stack(17, 3.9, 3) })],
  'sagittal, of unknown thickness': ['Sagittal T1', slicesOf({ ...SAGITTAL, ...stack(15, 4.4, undefined) })],
  'one axial block, 4 mm contiguous': ['Axial T2', slicesOf({ ...AXIAL, ...stack(40, 4, 4) })],
  'axial, 4 mm planned to overlap by 1 mm': ['Axial T2', slicesOf({ ...AXIAL, ...stack(40, 3, 4) })],
  'five axial slices per disc, 3 mm': ['Axial T2', perDisc([32, 12, 2, -4, -8], stack(5, 3.3, 3))],
  'long axial blocks, 4 mm, of three discs': ['Axial T2', perDisc([25, 8, -4], stack(11, 4.4, 4))],
  'seven axial slices per disc, 4 mm, without tilt': ['Axial T2', perDisc([1, 1, 0, 0, 0], stack(7, 4.4, 4))],
  'axial blocks typed in whole millimetres': ['Axial T2', wholeMm([-64, -32, 0, 28, 60])],
  'sagittal SPACE, 0.9 mm': ['Sagittal T2/STIR', slicesOf({ ...SAGITTAL, ...stack(80, 0.9, 0.9) })],
  'sagittal CUBE with ZIP2, 2 mm every 1 mm': ['Sagittal T2/STIR', slicesOf({ ...SAGITTAL, ...stack(72, 1, 2) })],
};

describe('ordinary stacks', () => {
  for (const [name, [kind, slices]] of Object.entries(ORDINARY))
    it(`give no warning: ${name}`, () =>
      expect(stackWarnings(standardStack(slices, kind), { id: '5', kind, folder: '' })).to.deep.equal([]));
});
