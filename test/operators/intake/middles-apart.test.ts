import { expect } from 'chai';
import type { SeriesKind } from '../../../src/domain/vocabulary.ts';
import { middlesApart } from '../../../src/operators/intake/middles-apart.ts';
import type { LoadedSeries } from '../../../src/operators/intake/series-in-standard.ts';
import { AXIAL, SAGITTAL, slicesOf } from '../../support/indexed-slices.ts';

const FROM_RIGHT_MM = [-16, -12, -8, -4, 0, 4, 8, 12, 16];

const loaded = (kind: SeriesKind, atMm: readonly number[], frame = '1.2'): LoadedSeries => ({
  series: { id: kind, kind, files: [], orderedFiles: [], spacingBetweenSlicesMm: 4, frameOfReferenceUid: frame },
  slices: slicesOf({ ...(kind === 'Axial T2' ? AXIAL : SAGITTAL), atMm }),
  warnings: [],
});
const codesOf = (...all: readonly LoadedSeries[]) => middlesApart(all).map(({ code }) => code);

describe('middlesApart', () => {
  const t2 = loaded('Sagittal T2/STIR', FROM_RIGHT_MM);

  it('warns where slices are missing at one end of a sagittal stack, or a stack lies elsewhere', () => {
    const [warning] = middlesApart([t2, loaded('Sagittal T1', FROM_RIGHT_MM.slice(0, -4))]);
    expect(warning).to.include({ code: 'SAGITTAL_MIDDLES_APART' });
    expect(warning?.message).to.match(/lie 8\.0 mm apart/);
    const elsewhere = FROM_RIGHT_MM.map((mm) => mm + 30);
    expect(codesOf(t2, loaded('Sagittal T1', elsewhere))).to.have.length(1);
  });

  it('is silent where the stacks differ by a slice or two, and where there is but one', () => {
    expect(codesOf(t2, loaded('Sagittal T1', FROM_RIGHT_MM.slice(0, -2)))).to.deep.equal([]);
    expect(codesOf(t2, loaded('Axial T2', [40, 44]))).to.deep.equal([]);
    expect(codesOf(t2)).to.deep.equal([]);
  });

  it('compares nothing between two frames of reference', () => {
    expect(codesOf(t2, loaded('Sagittal T1', FROM_RIGHT_MM.slice(0, -4), '1.3'))).to.deep.equal([]);
  });
});
