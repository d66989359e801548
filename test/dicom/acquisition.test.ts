import { expect } from 'chai';
import { parseAcquisition } from '../../src/dicom/index.ts';
import { dicomFixture } from '../support/dicom-fixture.ts';

const vector = (x: number, y: number, z: number) => ({ x, y, z });
const SAGITTAL = { rowDirection: vector(0, 1, 0), columnDirection: vector(0, 0, -1) };

describe('parseAcquisition', () => {
  it('reads what a header says', () => {
    const bytes = dicomFixture({
      orientation: [0, 1, 0, 0, 0, -1],
      set: {
        '00080008': ['CS', 'original\\PRIMARY \\ M'],
        '0008103E': ['LO', 'sag'],
        '00180020': ['CS', 'SE\\IR'],
        '00180080': ['DS', '4000.5'],
        '00180081': ['DS', '50'],
        '00180082': ['DS', '160'],
        '00181030': ['LO', 'T1'],
        '0020000E': ['UI', '1.2.3'],
        '00200011': ['IS', '7'],
        '00200013': ['IS', '12'],
      },
    });
    expect(parseAcquisition(bytes)).to.deep.equal({
      seriesUid: '1.2.3',
      seriesNumber: 7,
      instanceNumber: 12,
      modality: 'MR',
      imageType: ['ORIGINAL', 'PRIMARY', 'M'],
      seriesDescription: 'sag',
      protocolName: 'T1',
      scanningSequence: ['SE', 'IR'],
      repetitionMs: 4000.5,
      echoMs: 50,
      inversionMs: 160,
      ...SAGITTAL,
    });
  });

  it('leaves out what a header does not say', () => {
    const { seriesUid, imageType, scanningSequence, echoMs } = parseAcquisition(dicomFixture());
    expect({ seriesUid, imageType, scanningSequence, echoMs }).to.deep.equal({
      seriesUid: undefined,
      imageType: [],
      scanningSequence: [],
      echoMs: undefined,
    });
  });
});
