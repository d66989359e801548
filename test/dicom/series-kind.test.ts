import { expect } from 'chai';
import { inferSeriesKind } from '../../src/dicom/index.ts';
import { acquisition } from '../support/acquisition.ts';

const vector = (x: number, y: number, z: number) => ({ x, y, z });
const SAGITTAL = { rowDirection: vector(0, 1, 0), columnDirection: vector(0, 0, -1) };
const AXIAL = { rowDirection: vector(1, 0, 0), columnDirection: vector(0, 1, 0) };

describe('inferSeriesKind', () => {
  it('takes a mixture for no kind', () => {
    const planes = [AXIAL, SAGITTAL].map((plane) => acquisition({ ...plane, seriesDescription: 'T2' }));
    expect(inferSeriesKind(planes)).to.deep.equal({
      code: 'SERIES_MIXED',
      reason: 'its slices lie in several planes, as those of a localizer',
    });
    const echoes = [20, 100].map((echoMs) => acquisition({ ...AXIAL, seriesDescription: 'T2', echoMs }));
    expect(inferSeriesKind(echoes)).to.deep.equal({
      code: 'SERIES_MIXED',
      reason: 'its slices have several values of EchoTime (0018,0081)',
    });
  });

  it('names a better reason first, and the kind where there is one', () => {
    expect(inferSeriesKind([AXIAL, SAGITTAL].map((plane) => acquisition({ ...plane, modality: 'CT' })))).to.include({
      code: 'SERIES_NOT_MR',
    });
    expect(inferSeriesKind([acquisition({ ...AXIAL, seriesDescription: 'T2' })])).to.include({ kind: 'Axial T2' });
  });
});
