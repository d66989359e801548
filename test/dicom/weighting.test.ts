import { expect } from 'chai';
import type { Acquisition } from '../../src/dicom/index.ts';
import { weightingOf } from '../../src/dicom/weighting.ts';
import { acquisition } from '../support/acquisition.ts';

const told = (given: Partial<Acquisition>): string => {
  const verdict = weightingOf(acquisition(given));
  return verdict.weighting === undefined ? verdict.reason : `${verdict.weighting} by ${verdict.by}`;
};
const times = (repetitionMs: number, echoMs: number, inversionMs?: number) => ({ repetitionMs, echoMs, inversionMs });
const SILENT = 'neither SeriesDescription nor ProtocolName names one weighting';

describe('weightingOf', () => {
  const DESCRIPTIONS: Readonly<Record<string, readonly string[]>> = {
    T1: [
      'T1',
      't1_tse_sag',
      'SAG T1',
      'SAGT1',
      'Sag T1 FSE',
      'T1W_TSE',
      'SAG T1 FLAIR',
      'L-SPINE T1 4mm',
      't1_tse_sag_320 FS +C',
    ],
    T2: ['T2', 'AX T2', 'AxT2 FRFSE', 't2_tse_tra_p2', 'T2W/TSE', 'SAG T2 T12-S1', 'Ax T2 L1-S1'],
    STIR: ['STIR', 'SAG STIR', 't2_tirm_sag', 'SAG T2 STIR'],
    other: [
      'T2*',
      'AX T2 STAR',
      't2_me2d MEDIC',
      'PD_TSE',
      'SAG PDFS',
      'SAG PD/T2',
      'T2 FLAIR',
      'DWI b800',
      'T2 MYELO',
    ],
  };
  for (const [weighting, descriptions] of Object.entries(DESCRIPTIONS))
    for (const seriesDescription of descriptions)
      it(`reads "${seriesDescription}" as ${weighting}`, () => {
        expect(told({ seriesDescription })).to.equal(`${weighting} by SeriesDescription`);
      });

  it('takes no word that merely contains T1 or T2 for one, and no vertebra', () => {
    for (const seriesDescription of ['FAST2D', 'TEST1', 'T12 to L5', 'T10', 'SPINE', 'T1 and T2', 'T1 STIR', ''])
      expect(told({ seriesDescription })).to.equal(`${SILENT}, and EchoTime or RepetitionTime is missing`);
  });

  it('asks the protocol where the description is not conclusive, then the times', () => {
    const t2 = times(3500, 100);
    expect(told({ seriesDescription: 'SAG', protocolName: 'T1', ...t2 })).to.equal('T1 by ProtocolName');
    expect(told({ seriesDescription: 'T1', protocolName: 'T2', ...t2 })).to.equal('T1 by SeriesDescription');
    expect(told({ protocolName: 'LSPINE ROUTINE', ...t2 })).to.equal('T2 by EchoTime 100 ms, RepetitionTime 3500 ms');
  });

  it('knows the times of spin echoes, and of inversion', () => {
    expect(told(times(600, 10))).to.match(/^T1 by/);
    expect(told(times(1300, 30))).to.match(/^T1 by/);
    expect(told(times(1500, 60))).to.match(/^T2 by/);
    expect(told(times(4000, 50, 160))).to.equal('STIR by EchoTime 50 ms, RepetitionTime 4000 ms, InversionTime 160 ms');
    expect(told(times(2200, 12, 860))).to.match(/^T1 by/);
    expect(told({ ...times(600, 10, 0), scanningSequence: ['SE'] })).to.match(/^T1 by/);
  });

  it('does not guess between T1 and T2', () => {
    for (const [given, why] of [
      [times(2500, 30), 'EchoTime 30 ms, RepetitionTime 2500 ms fit none'],
      [times(1400, 30), 'EchoTime 30 ms, RepetitionTime 1400 ms fit none'],
      [times(1300, 60), 'EchoTime 60 ms, RepetitionTime 1300 ms fit none'],
      [times(9000, 120, 2500), 'EchoTime 120 ms, RepetitionTime 9000 ms, InversionTime 2500 ms fit none'],
      [times(600, 10, 150), 'EchoTime 10 ms, RepetitionTime 600 ms, InversionTime 150 ms fit none'],
      [{ ...times(4000, 60), scanningSequence: ['SE', 'IR'] }, 'InversionTime is missing'],
      [{ echoMs: 100 }, 'EchoTime or RepetitionTime is missing'],
    ] as const)
      expect(told(given)).to.equal(`${SILENT}, and ${why}`);
  });

  it('takes gradient echoes for no T2, whatever they are called', () => {
    const gradient = { seriesDescription: 'AX T2', ...times(600, 14) };
    expect(told({ ...gradient, scanningSequence: ['GR'] })).to.equal('other by ScanningSequence');
    expect(told({ ...gradient, scanningSequence: ['EP', 'RM'] })).to.equal('other by ScanningSequence');
    expect(told({ ...gradient, scanningSequence: ['SE', 'GR'] })).to.equal('T2 by SeriesDescription');
  });
});
