import { expect } from 'chai';
import { waterFatPartOf } from '../../../src/dicom/series/water-fat.ts';

const ofType = (...terms: readonly string[]) => waterFatPartOf({ imageType: ['DERIVED', 'PRIMARY', ...terms] });
const ofText = (seriesDescription: string) => waterFatPartOf({ seriesDescription });

describe('waterFatPartOf', () => {
  it('understands the ImageType of Siemens, GE and Philips', () => {
    expect(ofType('DIXON', 'WATER')).to.equal('water');
    expect(ofType('M', 'NORM', 'IN_PHASE', 'DIS2D')).to.equal('in phase');
    expect(ofType('DIXON', 'OPP_PHASE')).to.equal('opposed phase');
    expect(ofType('M', 'FAT')).to.equal('fat');
    expect(ofType('W', 'W', 'DERIVED')).to.equal('water');
    expect(ofType('IP', 'IP', 'DERIVED')).to.equal('in phase');
    expect(ofType('OP', 'OP', 'DERIVED')).to.equal('opposed phase');
    expect(ofType('F', 'F', 'DERIVED')).to.equal('fat');
  });

  it('understands descriptions of Dixon sequences', () => {
    for (const [text, part] of [
      ['t2_tse_dixon_sag_W', 'water'],
      ['t2_tse_dixon_sag_320_F', 'fat'],
      ['t2_tse_dixon_sag_in', 'in phase'],
      ['t2_tse_dixon_sag_opp', 'opposed phase'],
      ['T2_fse_wfi_sag_Water', 'water'],
      ['T1 IDEAL sag FAT', 'fat'],
      ['WATER: Sag T2 FSE Flex', 'water'],
      ['FAT: Sag T2 FSE Flex', 'fat'],
      ['InPhase: Sag T1', 'in phase'],
      ['OutPhase: Sag T1', 'opposed phase'],
    ] as const)
      expect(ofText(text), text).to.equal(part);
  });

  it('says nothing of other sequences, fat saturation, and what contradicts itself', () => {
    for (const text of ['t2_tse_sag_F', 'SAG T2 FAT SAT', 'T2 FATSAT dixon', 'AX T2 W', 'mDIXON TSE', ''])
      expect(ofText(text), text).to.equal(undefined);
    expect(ofType('W', 'F')).to.equal(undefined);
    expect(waterFatPartOf({ imageType: ['F', 'W'] })).to.equal(undefined);
    expect(ofType('M', 'SE')).to.equal(undefined);
  });

  it('believes ImageType more than a name', () => {
    expect(waterFatPartOf({ imageType: ['DERIVED', 'PRIMARY', 'WATER'], seriesDescription: 't2_dixon_F' })).to.equal(
      'water',
    );
  });
});
