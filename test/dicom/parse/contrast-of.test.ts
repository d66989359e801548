import { expect } from 'chai';
import { parseHeaders } from '../../../src/dicom/parse-header.ts';
import { dicomFixture, type FixtureValue } from '../../support/dicom-fixture.ts';

const headerWith = (set: Readonly<Record<string, FixtureValue>>) => parseHeaders(dicomFixture({ set }))[0]!;

describe('the header of a slice', () => {
  it('says whether a contrast agent was given, and not which', () => {
    expect(headerWith({ '00180010': ['LO', 'Dotarem 0.1 mmol/kg'] }).contrastAgent).to.equal(true);
    for (const none of ['', 'NO', 'None', 'without', 'N/A', '0'])
      expect(headerWith({ '00180010': ['LO', none] }).contrastAgent, none).to.equal(undefined);
    expect(headerWith({ '00180012': ['SQ', { items: [{ '00080100': ['SH', 'C-B0322'] }] }] }).contrastAgent).to.equal(
      true,
    );
    expect(headerWith({ '00180012': ['SQ', { items: [] }] }).contrastAgent).to.equal(undefined);
    expect(headerWith({}).contrastAgent).to.equal(undefined);
  });

  it('says which part of a concatenation its object is', () => {
    const uid: FixtureValue = ['UI', '1.7'];
    expect(
      headerWith({ '00209161': uid, '00209162': ['US', [2]], '00209163': ['US', [3]] }).concatenation,
    ).to.deep.equal({
      uid: '1.7',
      part: 2,
      parts: 3,
    });
    expect(headerWith({ '00209161': uid, '00209162': ['US', [2]] }).concatenation).to.deep.equal({
      uid: '1.7',
      part: 2,
      parts: undefined,
    });
    expect(headerWith({ '00209161': uid }).concatenation).to.equal(undefined);
  });
});
