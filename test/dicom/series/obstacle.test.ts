import { expect } from 'chai';
import { consensusOf } from '../../../src/dicom/series/consensus.ts';
import { obstacleOf } from '../../../src/dicom/series/obstacle.ts';
import type { SliceHeader } from '../../../src/domain/slice-header.ts';

const codeOf = (...slices: readonly Partial<SliceHeader>[]) => obstacleOf(consensusOf(slices), slices)?.code;
const ofType = (...terms: readonly string[]) => codeOf({ imageType: ['DERIVED', 'PRIMARY', ...terms] });
const ofText = (seriesDescription: string) => codeOf({ modality: 'MR', seriesDescription });

describe('obstacleOf', () => {
  it('refuses other modalities and copies of the screen', () => {
    expect(codeOf({ modality: 'CT' })).to.equal('SERIES_NOT_MR');
    for (const sopClassUid of ['1.2.840.10008.5.1.4.1.1.7', '1.2.840.10008.5.1.4.1.1.7.4'])
      expect(codeOf({ modality: 'MR', sopClassUid })).to.equal('SERIES_NOT_MR');
    for (const sopClassUid of [
      '1.2.840.10008.5.1.4.1.1.4',
      '1.2.840.10008.5.1.4.1.1.4.1',
      '1.2.840.10008.5.1.4.1.1.77',
    ])
      expect(codeOf({ modality: 'MR', sopClassUid })).to.equal(undefined);
  });

  it('refuses colour', () => {
    expect(codeOf({ samplesPerPixel: 3, photometricInterpretation: 'RGB' })).to.equal('SERIES_COLOUR');
    for (const photometricInterpretation of ['RGB', 'YBR_FULL_422', 'PALETTE COLOR'])
      expect(codeOf({ photometricInterpretation })).to.equal('SERIES_COLOUR');
    for (const photometricInterpretation of ['MONOCHROME1', 'MONOCHROME2'])
      expect(codeOf({ samplesPerPixel: 1, photometricInterpretation })).to.equal(undefined);
  });

  it('refuses localizers', () => {
    expect(ofType('LOCALIZER')).to.equal('SERIES_LOCALIZER');
    for (const text of [
      ...[
        'localizer',
        'L/S_localizer',
        'Localiser',
        '3-Plane Loc',
        '3-pl Loc GRE',
        'AAHead_Scout',
        'SURVEY_BFFE',
        'SCOUT',
      ],
      ...['01 Scano GE ST', 'MobiView_SURVEY_SAG', '定位', 'LOC_SAG', 'Scoutview'],
    ])
      expect(ofText(text), text).to.equal('SERIES_LOCALIZER');
    for (const text of ['BLOCK', 'LOCAL T2', 'T2 sag']) expect(ofText(text), text).to.equal(undefined);
  });

  it('refuses what was computed: maps, projections, subtractions, parts of the signal', () => {
    for (const terms of [
      ...[['T2 MAP'], ['T1 MAP'], ['M', 'T2 MAP'], ['QMAP', 'T2'], ['ADC'], ['FA'], ['CBF'], ['FF'], ['R2_STAR']],
      ...[['PROJECTION IMAGE', 'CSA MIP'], ['MIP_SAG', 'NORM'], ['SUBTRACT'], ['MNIP', 'ND'], ['CPR', 'NORM']],
      ...[['P', 'ND'], ['R', 'NORM'], ['I'], ['R_IR', 'R', 'IR'], ['PHASE MAP', 'P', 'SE']],
    ])
      expect(ofType(...terms), terms.join()).to.equal('SERIES_COMPUTED');
    for (const text of [
      'T2 MAP SAG',
      'T1_mapping',
      'T2 MapIt',
      'MIP sag',
      'SUB_T1',
      'SAG T1 subtraction',
      'ep2d_FA',
      'PDFF',
    ])
      expect(ofText(text), text).to.equal('SERIES_COMPUTED');
    for (const text of ['T1 FA70', 'SUBACUTE', 'T2 MAPLE']) expect(ofText(text), text).to.equal(undefined);
    for (const terms of [
      ['M', 'NORM', 'DIS2D'],
      ['M_SE', 'M', 'SE'],
      ['OTHER'],
      ['MPR'],
      ['T2', 'NONE'],
      ['M', 'SAG'],
      ['M', 'ND', 'R'],
    ])
      expect(ofType(...terms), terms.join()).to.equal(undefined);
  });

  it('refuses diffusion and echo-planar series, and no series with a b value of 0', () => {
    expect(codeOf({ diffusionBValue: 0 }, { diffusionBValue: 800 })).to.equal('SERIES_DIFFUSION');
    expect(codeOf({ scanningSequence: ['SE', 'EP'] })).to.equal('SERIES_ECHO_PLANAR');
    expect(ofType('EPI', 'NONE')).to.equal('SERIES_ECHO_PLANAR');
    expect(codeOf({ diffusionBValue: 0, scanningSequence: ['SE'] })).to.equal(undefined);
  });

  it('refuses the fat of a Dixon sequence, not its other pictures', () => {
    expect(ofType('M', 'FAT')).to.equal('SERIES_FAT_ONLY');
    expect(ofText('t2_tse_dixon_sag_F')).to.equal('SERIES_FAT_ONLY');
    for (const part of ['WATER', 'IN_PHASE', 'OPP_PHASE']) expect(ofType('DIXON', part)).to.equal(undefined);
    expect(ofText('SAG T2 FAT SAT')).to.equal(undefined);
  });

  it('goes by most slices, so that a stray one changes nothing', () => {
    const sound = { modality: 'MR', imageType: ['ORIGINAL', 'PRIMARY', 'M'] };
    expect(codeOf(sound, { modality: 'MR', imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }, sound)).to.equal(
      undefined,
    );
  });
});
