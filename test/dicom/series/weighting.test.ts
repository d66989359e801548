import { expect } from 'chai';
import type { SliceHeader } from '../../../src/dicom/index.ts';
import { weightingOf } from '../../../src/dicom/series/weighting.ts';
import { acquisition } from '../../support/acquisition.ts';

const verdictOf = (given: Partial<SliceHeader>) => weightingOf(acquisition(given));
const told = (given: Partial<SliceHeader>): string => {
  const verdict = verdictOf(given);
  return verdict.contrast === undefined ? verdict.reason : `${verdict.contrast} by ${verdict.by}`;
};
const times = (repetitionMs: number, echoMs: number, inversionMs?: number) => ({ repetitionMs, echoMs, inversionMs });
const SILENT = 'neither SeriesDescription nor ProtocolName names one weighting';

/** Descriptions as scanners and technicians write them. */
const DESCRIPTIONS: Readonly<Record<string, readonly string[]>> = {
  T1: [
    'T1',
    'SAG T1',
    'SAGT1',
    'L-SPINE T1 4mm',
    't1_tse_sag',
    't1_tse_sag_320',
    't1_tse_sag_320 FS +C',
    't1_tse_dark-fluid_sag', // Siemens' T1 FLAIR
    'Sag T1 FSE',
    'OSag T1 FSE',
    'Sag T1 FLAIR',
    'FL08/FL08/OSag SE T1       (S ',
    'SAGITTAL T 1',
    'T1W_TSE',
    'sT1W_TSE_sag',
    'eT1W_SE',
    'VT1W_TSE',
    'T1WI_SAGc',
    'Sag FSE2D T1W', // United Imaging
    '04 T1 SAG FSE',
    '腰椎 T1 矢状',
    'Ｔ１ＷＩ　ＳＡＧ', // full-width letters
  ],
  T2: [
    'T2',
    'AX T2',
    'AxT2 FRFSE',
    'SAG T2 T12-S1',
    'Ax T2 L1-S1',
    't2_tse_sag_384',
    't2_tse_tra_p2',
    't2_tse_tra_msma',
    't2_tse_rst_tra_msma_FIL',
    't2_tse_dixon_sag_320_W',
    't2_spc_sag_p2_iso',
    't2_blade_sag',
    'SAG T2 FRFSE',
    'OSag T2 FRFSE',
    'OSag T2FSE',
    'AX T2 FSE OBL',
    'Ax T2 PROPELLER',
    'WATER: Sag T2 FSE Flex',
    'T2W/TSE',
    'T2W_TSE_sag',
    'sT2_TSE_sag',
    'eT2W_TSE_DRIVE_HR',
    'MobiView_eT2W_TSE',
    'eeT2_SPAIR',
    'T2W_mDIXON_TSE',
    'FST2_SAGc', // Fujifilm: fat-suppressed
    'Sag TR-FSE2D T2W',
    'FSE T2 SAG',
    '08 T2 T5mm#11',
    'T2_FSE_5mm(S)',
    'T2WI-TRAc',
    'HKCL FSE T2 sag',
    'Ｔ２強調　矢状断',
  ],
  STIR: [
    'STIR',
    'SAG STIR',
    'STIR_sag',
    'SAG T2 STIR',
    't2_tirm_sag_p2',
    't2_tse_stir_sag',
    'OSag STIR',
    'eSTIR_longTE',
    'Sag STIR2D T2W',
    'SC_MobiView_eSTIR_TSE',
  ],
  'gradient echo': [
    'T2*',
    'AX T2 STAR',
    'AXT2*W',
    'AX T2 GRE',
    't2_me2d_tra',
    't2_me2d MEDIC',
    'Ax T2* MERGE',
    'T2_FFE_tra',
    'sT1W_3D_TFE',
    'B-FFE 3D',
    't1_fl2d_tra',
    't1_vibe_dixon_tra',
    'FIESTA-C',
    't2_ciss3d', // word ends at a digit
    't2 trufisp sag',
    'SAG T1 3D FSPGR',
    'FGR',
    'MPGR AX',
  ],
  'proton density': ['PD_TSE', 'SAG PDFS', 'OSag fs PD', 'PDW TSE'],
  diffusion: ['DWI b800', 'DTI_AX_30d', 'ep2d_diff_tra', 'ADC (10^-6)', 'RESOLVE_sag', 'Trace'],
  'fluid attenuation': ['T2 FLAIR', 'FLAIR_SAG', 't2_tse_dark-fluid_tra'],
  myelography: ['T2 MYELO', 'Myelogramm', 'MRM'],
  angiography: ['TOF 3D', 'CSF-FLOW'],
  calibration: ['ASSET Calibration', 'Cal SpineArray_12', 'SHIM2D'],
};

describe('weightingOf', () => {
  for (const [contrast, descriptions] of Object.entries(DESCRIPTIONS))
    for (const seriesDescription of descriptions)
      it(`reads "${seriesDescription}" as ${contrast}`, () => {
        expect(told({ seriesDescription })).to.equal(`${contrast} by SeriesDescription`);
      });

  it('takes no word that merely contains T1 or T2 for one, no vertebra, and no two of them', () => {
    for (const seriesDescription of [
      ...['FAST2D', 'TEST1', 'T12 to L5', 'T10', 'SPINE', 'T1 and T2', 'T1 STIR', 'SAG PD/T2', '', '????', 'SED'],
      ...['FSE 4000/128 5mmS', 'IRFSE 4000/90/123 5mmS', 'WFS_SAG(W/F)', 'SAG MERGED', 'STARTING', 'SAG T 1.5 T'],
    ])
      expect(told({ seriesDescription }), seriesDescription).to.equal(
        `${SILENT}, and EchoTime or RepetitionTime is missing`,
      );
  });

  it('asks the protocol where the description is not conclusive, then ImageType, then the times', () => {
    const t2 = times(3500, 100);
    const imageType = ['ORIGINAL', 'PRIMARY', 'T2', 'NONE'];
    expect(told({ seriesDescription: 'SAG', protocolName: 'T2 SAG', imageType })).to.equal('T2 by ProtocolName');
    expect(told({ seriesDescription: 'SAG', protocolName: 'LWS', imageType })).to.equal('T2 by ImageType');
    expect(told({ protocolName: 'LSPINE ROUTINE', ...t2 })).to.equal('T2 by EchoTime 100 ms, RepetitionTime 3500 ms');
  });

  it('understands the terms of enhanced objects and of Philips', () => {
    for (const [term, contrast] of [
      ['T1', 'T1'],
      ['STIR', 'STIR'],
      ['PROTON_DENSITY', 'proton density'],
      ['DIFFUSION', 'diffusion'],
      ['T2_STAR', 'gradient echo'],
      ['M_FFE', 'gradient echo'],
    ] as const)
      expect(told({ imageType: ['ORIGINAL', 'PRIMARY', term, 'NONE'] })).to.equal(`${contrast} by ImageType`);
    expect(told({ imageType: ['T1', 'T2', 'M', 'SE'] })).to.match(/is missing$/);
  });

  it('knows the times of spin echoes, and of inversion', () => {
    expect(told(times(600, 10))).to.match(/^T1 by/);
    expect(told(times(1300, 30))).to.match(/^T1 by/);
    expect(told(times(1500, 60))).to.match(/^T2 by/);
    expect(told(times(4000, 50, 160))).to.equal('STIR by EchoTime 50 ms, RepetitionTime 4000 ms, InversionTime 160 ms');
    expect(told(times(2200, 12, 860))).to.match(/^T1 by/);
    expect(told({ ...times(600, 10, 0), scanningSequence: ['SE'] })).to.match(/^T1 by/);
  });

  it('does not guess', () => {
    for (const [given, why] of [
      [times(2500, 30), 'EchoTime 30 ms, RepetitionTime 2500 ms fit none'],
      [times(1400, 30), 'EchoTime 30 ms, RepetitionTime 1400 ms fit none'],
      [times(1300, 60), 'EchoTime 60 ms, RepetitionTime 1300 ms fit none'],
      [times(5, 2), 'EchoTime 2 ms, RepetitionTime 5 ms fit none'],
      [times(6000, 700), 'EchoTime 700 ms, RepetitionTime 6000 ms fit none'],
      [times(9000, 120, 2500), 'EchoTime 120 ms, RepetitionTime 9000 ms, InversionTime 2500 ms fit none'],
      [times(600, 10, 150), 'EchoTime 10 ms, RepetitionTime 600 ms, InversionTime 150 ms fit none'],
      [{ ...times(4000, 60), scanningSequence: ['SE', 'IR'] }, 'InversionTime is missing'],
      [{ echoMs: 100 }, 'EchoTime or RepetitionTime is missing'],
    ] as const)
      expect(told(given)).to.equal(`${SILENT}, and ${why}`);
  });

  it('takes gradient echoes for no T2, whatever they are called', () => {
    const gradient = { seriesDescription: 'AX T2', ...times(600, 14) };
    expect(told({ ...gradient, scanningSequence: ['GR'] })).to.equal('gradient echo by ScanningSequence');
    expect(told({ ...gradient, scanningSequence: ['EP', 'RM'] })).to.equal('gradient echo by ScanningSequence');
    expect(told({ seriesDescription: 'AX T2', ...times(3000, 90), scanningSequence: ['SE', 'GR'] })).to.equal(
      'T2 by SeriesDescription',
    );
  });

  it('leaves times that belong to T1 and to gradient echoes undecided where the name says T2 and ScanningSequence nothing', () => {
    expect(told({ seriesDescription: 'AX T2', ...times(600, 15) })).to.equal(
      'SeriesDescription names it T2, but EchoTime 15 ms, RepetitionTime 600 ms are those of T1 or of a gradient echo',
    );
  });
});

describe('a name that the times rule out', () => {
  const SE = ['SE'];

  it('loses, and is reported', () => {
    expect(verdictOf({ seriesDescription: 'SAG T1', ...times(3500, 100), scanningSequence: SE })).to.deep.equal({
      contrast: 'T2',
      by: 'EchoTime 100 ms, RepetitionTime 3500 ms',
      contradicted: 'SeriesDescription names it T1, but EchoTime 100 ms, RepetitionTime 3500 ms are those of T2',
    });
    for (const [seriesDescription, given, contrast] of [
      ['SAG T2', times(600, 10), 'T1'],
      ['SAG T1', times(4000, 50, 160), 'STIR'],
      ['SAG STIR', times(600, 10), 'T1'],
      ['SAG PD', times(3500, 100), 'T2'],
    ] as const) {
      const verdict = verdictOf({ seriesDescription, ...given, scanningSequence: SE });
      expect(verdict.contrast, seriesDescription).to.equal(contrast);
      expect(verdict).to.have.property('contradicted').that.includes('SeriesDescription names it');
    }
  });

  it('is not replaced by a guess', () => {
    for (const [seriesDescription, given] of [
      ['SAG T2', times(3500, 20)], // the first echo of two: proton density
      ['T2 sag', times(9000, 120, 2500)],
      ['SAG STIR', times(9000, 100, 2000)],
    ] as const)
      expect(told({ seriesDescription, ...given, scanningSequence: SE })).to.match(
        /names it .*, but .* do not fit that$/,
      );
  });

  it('stands wherever the times allow it', () => {
    for (const [seriesDescription, given, contrast] of [
      ['SAG T1 FLAIR', times(2500, 20), 'T1'], // InversionTime was stripped
      ['SAG T1', times(2000, 10, 860), 'T1'],
      ['T1_TSE', times(700, 40), 'T1'],
      ['T2 sag', times(1200, 80), 'T2'], // three-dimensional
      ['SAG T2', times(4000, 45), 'T2'],
      ['SAG T2', times(4000, 30, 160), 'T2'], // STIR in truth, the same kind
      ['STIR sag', times(4500, 17, 160), 'STIR'],
      ['STIR sag', times(4500, 30), 'STIR'],
      ['SAG PD', times(3000, 35), 'proton density'],
    ] as const) {
      const verdict = verdictOf({ seriesDescription, ...given });
      expect(verdict, seriesDescription).to.deep.equal({ contrast, by: 'SeriesDescription' });
    }
  });
});
