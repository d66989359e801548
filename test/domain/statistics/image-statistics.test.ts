import { expect } from 'chai';
import { manufacturerOf, nominalTesla } from '../../../src/domain/statistics/image-statistics.ts';

describe('image statistics', () => {
  it('knows manufacturers by a word of their name, and repeats no other text of a header', () => {
    const named = [
      'Siemens HealthCare GmbH',
      'GE MEDICAL SYSTEMS',
      'Philips',
      'TOSHIBA_MEC',
      'TOSHIBA',
      'Gerda Muster',
    ];
    expect(named.map(manufacturerOf)).to.deep.equal(['SIEMENS', 'GE', 'PHILIPS', 'CANON', 'CANON', 'other']);
    expect(manufacturerOf(undefined)).to.equal(undefined);
  });

  it('takes the field strength for the nominal one', () => {
    expect([0.3, 0.55, 1.494, 2.8936, 7].map(nominalTesla)).to.deep.equal(['0.3', '0.55', '1.5', '3', '7']);
  });
});
