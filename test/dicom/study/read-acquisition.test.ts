import { expect } from 'chai';
import { readAcquisition } from '../../../src/dicom/index.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';

type Set = NonNullable<NonNullable<Parameters<typeof dicomFixture>[0]>['set']>;

const read = (set: Set, privateBytes = 0) => {
  const bytes = dicomFixture({ set, privateBytes });
  const lengths: (number | undefined)[] = [];
  const readBytes = async (_: string, maxBytes?: number) => {
    lengths.push(maxBytes);
    return bytes.subarray(0, maxBytes);
  };
  return { facts: readAcquisition(readBytes, { name: '1.dcm', path: '1.dcm' }), lengths };
};

describe('readAcquisition', () => {
  it('tells scanner, age and sex', async () => {
    const set: Set = {
      '00080070': ['LO', 'SIEMENS '],
      '00180087': ['DS', '2.89362'],
      '00101010': ['AS', '063Y'],
      '00100040': ['CS', 'F '],
    };
    expect(await read(set).facts).to.eql({
      manufacturer: 'SIEMENS',
      fieldStrengthT: 2.89362,
      ageYears: 63,
      sex: 'F',
    });
  });

  it('understands gauss, and ages in months, weeks and days', async () => {
    expect((await read({ '00180087': ['DS', '15000'] }).facts).fieldStrengthT).to.equal(1.5);
    for (const [text, years] of [
      ['024M', 2],
      ['104W', 1.99],
      ['365D', 1],
    ] as const)
      expect((await read({ '00101010': ['AS', text] }).facts).ageYears).to.be.closeTo(years, 0.01);
  });

  it('knows nothing of what is absent, empty or no such value', async () => {
    const nothing = { manufacturer: undefined, fieldStrengthT: undefined, ageYears: undefined, sex: undefined };
    expect(await read({}).facts).to.eql(nothing);
    const odd: Set = {
      '00080070': ['LO', ''],
      '00180087': ['DS', '0'],
      '00101010': ['AS', '63'],
      '00100040': ['CS', 'X'],
    };
    expect(await read(odd).facts).to.eql(nothing);
  });

  it('reads more of a file only if its header is long', async () => {
    const short = read({ '00100040': ['CS', 'M '] });
    expect((await short.facts).sex).to.equal('M');
    expect(short.lengths).to.eql([8192]);
    const long = read({ '00100040': ['CS', 'M '] }, 20_000);
    expect((await long.facts).sex).to.equal('M');
    expect(long.lengths).to.eql([8192, 65_536]);
  });
});
