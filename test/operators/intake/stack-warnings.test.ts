import { expect } from 'chai';
import { standardStack } from '../../../src/dicom/index.ts';
import type { IndexedSlice } from '../../../src/domain/indexed.ts';
import type { SliceHeader } from '../../../src/domain/slice-header.ts';
import { stackWarnings } from '../../../src/operators/intake/stack-warnings.ts';
import { AXIAL, leaning, SAGITTAL, slicesOf } from '../../support/indexed-slices.ts';

const warningsOf = (slices: readonly IndexedSlice[], kind: 'Axial T2' | 'Sagittal T1' = 'Axial T2') =>
  stackWarnings(standardStack(slices, kind), { id: '5', kind, folder: '' });
const codesOf = (slices: readonly IndexedSlice[]) => warningsOf(slices).map(({ code }) => code);

describe('stackWarnings', () => {
  it('say where slices lie much closer together than the others', () => {
    const once = [-40, -36, -32, -4, 0, 4, 30, 34, 38];
    expect(codesOf(slicesOf({ ...AXIAL, atMm: once }))).to.deep.equal([]);
    const again = slicesOf({ ...AXIAL, atMm: [-2, 2, 6] });
    const [warning, ...others] = warningsOf([...slicesOf({ ...AXIAL, atMm: once }), ...again]);
    expect(others).to.deep.equal([]);
    expect(warning).to.include({ code: 'SLICES_CROWDED', seriesId: '5' });
    expect(warning?.message).to.match(/^6 slices in a row .* which lie 4 mm apart/);
  });

  it('are silent where blocks of one tilt overlap by a slice, or blocks of two tilts cross', () => {
    const overlapping = slicesOf({ ...AXIAL, atMm: [-8, -4, 0, 4, 2, 6, 10] });
    expect(codesOf(overlapping.filter((_, index) => index !== 5))).to.deep.equal([]);
    const crossing = [
      ...slicesOf({ ...AXIAL, atMm: [-4, 0, 4] }),
      ...slicesOf({ ...leaning(20), atMm: [-6, -2, 2, 6] }),
    ];
    expect(codesOf(crossing)).to.deep.equal([]);
  });

  it('say where two stacks of different tilt share a series', () => {
    const atMm = [-12, -8, -4, 0, 4, 8, 12];
    const [warning, ...others] = warningsOf([
      ...slicesOf({ ...AXIAL, atMm }),
      ...slicesOf({ ...leaning(12), atMm: atMm.map((at) => at * 0.9) }),
    ]);
    expect(others).to.deep.equal([]);
    expect(warning).to.include({ code: 'STACKS_OVERLAP', seriesId: '5' });
  });

  it('are silent where long blocks about neighbouring discs share the slices at their ends', () => {
    const atMm = [-20, -16, -12, -8, -4, 0, 4, 8, 12, 16, 20];
    const lower = slicesOf({ ...leaning(12), atMm, centreMm: { x: 0, y: 0, z: -24 } });
    expect(codesOf([...slicesOf({ ...AXIAL, atMm }), ...lower])).to.deep.equal([]);
  });

  it('say that slices are thicker than their distance, by more than planned', () => {
    const thick = (sliceThicknessMm: number | undefined, apartMm = 4) =>
      codesOf(slicesOf({ ...AXIAL, atMm: [0, 1, 2, 3].map((at) => at * apartMm), header: { sliceThicknessMm } }));
    expect(thick(undefined)).to.deep.equal([]);
    expect(thick(5)).to.deep.equal([]);
    expect(thick(4, 2.9995)).to.deep.equal([]); // a quarter of the thickness, rounded
    expect(thick(5, 3)).to.deep.equal(['SLICES_OVERLAP']); // two stacks of slices with gaps of 1 mm
    expect(thick(8)).to.deep.equal(['SLICES_OVERLAP']);
  });

  it('are silent about thin slices of 3D sequences, interpolated to half their thickness', () =>
    expect(codesOf(slicesOf({ ...AXIAL, atMm: [0, 1, 2, 3, 4], header: { sliceThicknessMm: 2 } }))).to.deep.equal([]));

  it('count slices of another field of view or matrix', () => {
    const half = (spacingMm: number, header: Partial<SliceHeader> = {}) => [
      ...slicesOf({ ...AXIAL, atMm: [0, 4, 8] }),
      ...slicesOf({
        ...AXIAL,
        atMm: [12, 16],
        header: { pixelSpacingMm: { xSpacingMm: spacingMm, ySpacingMm: spacingMm }, ...header },
      }),
    ];
    const { rows = 0, pixelSpacingMm } = slicesOf({ ...AXIAL, atMm: [0] })[0]!.header;
    const { ySpacingMm = 0 } = pixelSpacingMm ?? {};
    expect(codesOf(half(ySpacingMm * 1.001))).to.deep.equal([]);
    const [warning] = warningsOf(half(ySpacingMm * 1.5));
    expect(warning?.code).to.equal('SLICE_SIZES_DIFFER');
    expect(warning?.message).to.match(/^2 slices differ/);
    expect(codesOf(half(ySpacingMm / 2, { rows: 2 * rows, columns: 2 * rows }))).to.deep.equal(['SLICE_SIZES_DIFFER']);
  });

  it('count the parts that are missing of concatenations', () => {
    const part = (number: number, parts?: number): Partial<SliceHeader> => ({
      concatenation: { uid: '1.7', part: number, parts },
    });
    const stack = (headers: readonly Partial<SliceHeader>[]) =>
      headers.flatMap((header, index) => slicesOf({ ...SAGITTAL, atMm: [4 * index], header }));
    const said = (headers: readonly Partial<SliceHeader>[]) =>
      warningsOf(stack(headers), 'Sagittal T1').map(({ code, message }) => [code, message.slice(0, 16)]);
    expect(said([part(1, 2), part(1, 2), part(2, 2)])).to.deep.equal([]);
    expect(said([part(1, 3), part(1, 3)])).to.deep.equal([['CONCATENATION_INCOMPLETE', '2 parts missing ']]);
    expect(said([part(1), part(3)])).to.deep.equal([['CONCATENATION_INCOMPLETE', '1 part missing o']]);
  });
});
