import { expect } from 'chai';
import { geometryText, numbersText, pointText } from '../../src/report/facts-text.ts';
import { axialGeometry } from './sample-study.ts';

describe('numbersText', () => {
  it('joins neighbours', () => {
    expect(numbersText([9, 3, 4, 5, 4])).to.equal('3-5, 9');
    expect(numbersText([])).to.equal('');
  });
});

describe('geometryText', () => {
  it('says rows and columns, spacing down and across, and the distance of slices', () => {
    const geometry = { ...axialGeometry(60), rows: 50, ySpacingMm: 1.23456 };
    expect(geometryText(geometry, 4.4)).to.equal('50 x 60 (rows x columns) at 1.235 x 2.5 mm, slices 4.4 mm apart');
    expect(geometryText(undefined, undefined)).to.equal('not known');
  });
});

describe('pointText', () => {
  it('gives tenths of a millimetre', () => {
    expect(pointText({ x: 1.26, y: -3, z: 0 })).to.equal('1.3, -3.0, 0.0');
    expect(pointText(undefined)).to.equal('not known');
  });
});
