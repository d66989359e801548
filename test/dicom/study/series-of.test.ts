import { expect } from 'chai';
import { seriesOf } from '../../../src/dicom/index.ts';
import { withoutCopies } from '../../../src/dicom/study/without-copies.ts';
import type { IndexedSlice } from '../../../src/domain/indexed.ts';
import type { SliceHeader } from '../../../src/domain/slice-header.ts';
import { AXIAL, SAGITTAL, slicesOf } from '../../support/indexed-slices.ts';

const AT_MM = [0, 4, 8, 12];

const inFolder = (folder: string, slices: readonly IndexedSlice[]): readonly IndexedSlice[] =>
  slices.map((slice) => ({ ...slice, file: { ...slice.file, name: `${folder}/${slice.file.name}` } }));
const sagittal = (header: Partial<SliceHeader>) => slicesOf({ ...SAGITTAL, atMm: AT_MM, header });
const axial = (header: Partial<SliceHeader>) => slicesOf({ ...AXIAL, atMm: AT_MM, header });
const named = (slices: readonly IndexedSlice[]) =>
  seriesOf(slices).map(({ id, slices: its, origin }) => [id, its.length, origin]);

describe('seriesOf', () => {
  it('names a series after its folder where that is right below the study and holds nothing else, else by its UID', () => {
    const slices = [
      ...inFolder('t2', sagittal({ seriesUid: '1.2.1' })),
      ...inFolder('deep/er', sagittal({ seriesUid: '1.2.2' })),
      ...inFolder('mixed', sagittal({ seriesUid: '1.2.3' })),
      ...inFolder('mixed', axial({ seriesUid: '1.2.4' })),
    ];
    expect(named(slices)).to.deep.equal([
      ['t2', 4, 'whole'],
      ['1.2.2', 4, 'whole'],
      ['1.2.3', 4, 'whole'],
      ['1.2.4', 4, 'whole'],
    ]);
  });

  it('joins the slices of one SeriesInstanceUID wherever they lie', () => {
    const slices = sagittal({ seriesUid: '1.2.1' });
    const spread = [...inFolder('a', slices.slice(0, 2)), ...inFolder('b', slices.slice(2))];
    expect(named(spread)).to.deep.equal([['1.2.1', 4, 'whole']]);
  });

  it('takes folders for series where slices have no SeriesInstanceUID, and a UID that is none for no name', () => {
    const slices = [
      ...inFolder('a', sagittal({})),
      ...inFolder('b', axial({})),
      ...inFolder('c/d', sagittal({ seriesUid: '../../etc' })),
    ];
    expect(named(slices)).to.deep.equal([
      ['a', 4, 'whole'],
      ['b', 4, 'whole'],
      ['d-3', 4, 'whole'],
    ]);
  });

  it('gives the parts of a split series numbers', () => {
    const slices = [...axial({ seriesUid: '1.2.1' }), ...sagittal({ seriesUid: '1.2.1' }).slice(2)];
    expect(named(slices)).to.deep.equal([
      ['1.2.1', 4, 'split'],
      ['1.2.1-2', 2, 'split'],
    ]);
  });

  it('merges series of one slice each that agree in all else, and no two that differ', () => {
    const one = AT_MM.flatMap((at, index) =>
      slicesOf({ ...SAGITTAL, atMm: [at], header: { seriesUid: `1.2.${index}`, seriesNumber: 3, echoMs: 100 } }),
    );
    const others = [20, 40].flatMap((echoMs) =>
      slicesOf({ ...SAGITTAL, atMm: [0], header: { seriesUid: `1.3.${echoMs}`, seriesNumber: 4, echoMs } }),
    );
    expect(named([...one, ...others])).to.have.deep.members([
      ['1.3.20', 1, 'whole'],
      ['1.3.40', 1, 'whole'],
      ['series-3', 4, 'merged'],
    ]);
  });
});

describe('withoutCopies', () => {
  it('keeps each SOPInstanceUID and frame once, with the other files that hold it', () => {
    const [a, b] = sagittal({});
    const again = { ...a!, file: { name: 'copy.dcm', path: 'copy.dcm' } };
    const frames = [1, 2].map((frame) => ({ ...b!, header: { ...b!.header, frame } }));
    expect(withoutCopies([a!, again, ...frames])).to.deep.equal([{ ...a, copies: [again.file] }, ...frames]);
  });

  it('takes slices without a UID for different ones', () => {
    const slices = sagittal({ sopInstanceUid: undefined });
    expect(withoutCopies(slices)).to.deep.equal(slices);
  });
});
