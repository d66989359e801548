import { expect } from 'chai';
import { SERIES_KINDS, type SeriesKind } from '../../src/domain/vocabulary.ts';
import { chooseSeries } from '../../src/operators/choose-series.ts';

const [T2, T1, AXIAL] = SERIES_KINDS;
const listed = (...kinds: readonly SeriesKind[]) => kinds.map((kind, index) => ({ kind, index }));

describe('chooseSeries', () => {
  it('takes the first of its kind, in the order of the descriptions', () => {
    const all = listed(AXIAL, T1, T2, T1);
    expect(chooseSeries(all, T1)).to.deep.equal({ series: all[1], substituted: false });
  });

  it('lets each sagittal kind stand in for the other', () => {
    const [onlyT1, onlyT2] = [listed(AXIAL, T1), listed(T2, AXIAL)];
    expect(chooseSeries(onlyT1, T2)).to.deep.equal({ series: onlyT1[1], substituted: true });
    expect(chooseSeries(onlyT2, T1)).to.deep.equal({ series: onlyT2[0], substituted: true });
  });

  it('has nothing for a missing axial series, nor for two missing sagittal ones', () => {
    expect(chooseSeries(listed(T1, T2), AXIAL)).to.deep.equal({ series: undefined, substituted: false });
    expect(chooseSeries(listed(AXIAL), T2)).to.deep.equal({ series: undefined, substituted: false });
  });
});
