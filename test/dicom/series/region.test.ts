import { expect } from 'chai';
import { regionNamed, regionOf } from '../../../src/dicom/series/region.ts';

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'lumbar spine': [
    ...['LSPINE', 'L-SPINE', 'L SPINE', 'LUMBAR', 'LS-SPINE', 'L/S T2', 'LWS sag', 'LUMBOSACRAL', 'COLUMNA LUMBAR'],
    ...['rachis lombaire', 'Lendenwirbelsäule', '腰椎 T2', 'AX T2 L1-S1', 'AX T2 L4-L5', 'L5-S1', 'l_spine'],
  ],
  'cervical spine': [
    'CSPINE',
    'C-SPINE',
    'CERVICAL',
    'NECK',
    'HWS',
    'C2-T1',
    '頸椎',
    'Rm Colonna Cervicale',
    'C SPINE',
  ],
  'thoracic spine': ['TSPINE', 'T-SPINE', 'THORACIC', 'BWS', 'D-SPINE', 'colonna toracica', '胸椎', 'T SPINE'],
  head: ['BRAIN', 'SKULL', 'Orbits'],
  pelvis: ['PELVIS', 'SI JOINTS', 'sacroiliac', 'Becken'],
};

describe('regionNamed', () => {
  for (const [region, texts] of Object.entries(TEXTS))
    it(`knows names of the ${region}`, () => {
      for (const text of texts) expect(regionNamed(text), text).to.equal(region);
    });

  it('knows none in names of sequences, of the whole spine, and of two regions', () => {
    for (const text of [
      't2_tse_sag',
      'SAG T2 SPINE',
      'T1 SPINE',
      'WHOLE SPINE',
      'SPINE',
      'CLEAR',
      'CSF',
      'ABDOMEN',
      '',
    ])
      expect(regionNamed(text), text).to.equal(undefined);
    for (const text of ['thoracolumbar', 'CERVICAL THORACIC', 'DORSOLUMBAR'])
      expect(regionNamed(text)).to.equal(undefined);
  });
});

describe('regionOf', () => {
  it('believes a description, then the protocol, then BodyPartExamined', () => {
    expect(regionOf({ seriesDescription: 'LWS T2', protocolName: 'HWS', bodyPart: 'CSPINE' })).to.deep.equal({
      region: 'lumbar spine',
      by: 'SeriesDescription',
    });
    expect(regionOf({ seriesDescription: 'T2', protocolName: 'HWS', bodyPart: 'LSPINE' })).to.deep.equal({
      region: 'cervical spine',
      by: 'ProtocolName',
    });
    expect(regionOf({ bodyPart: 'CSPINE' })).to.deep.equal({ region: 'cervical spine', by: 'BodyPartExamined' });
    expect(regionOf({})).to.equal(undefined);
  });
});
