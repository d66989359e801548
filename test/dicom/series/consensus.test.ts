import { expect } from 'chai';
import { consensusOf } from '../../../src/dicom/series/consensus.ts';

describe('consensusOf', () => {
  it('takes of each attribute what most slices say', () => {
    const slices = [
      { modality: 'MR', echoMs: 100, imageType: ['ORIGINAL', 'PRIMARY'] },
      { modality: 'MR', echoMs: 20, imageType: ['DERIVED'] },
      { modality: 'CT', echoMs: 100, imageType: ['ORIGINAL', 'PRIMARY'] },
    ];
    expect(consensusOf(slices)).to.include({ modality: 'MR', echoMs: 100 });
    expect(consensusOf(slices).imageType).to.deep.equal(['ORIGINAL', 'PRIMARY']);
  });

  it('does not depend on the order of slices where as many say one as another', () => {
    const slices = [{ seriesDescription: 'b' }, { seriesDescription: 'a' }, {}, {}, {}];
    expect(consensusOf(slices).seriesDescription).to.equal('a');
    expect(consensusOf(slices.toReversed()).seriesDescription).to.equal('a');
  });

  it('has nothing where no slice says anything', () => {
    expect(consensusOf([{}]).modality).to.equal(undefined);
    expect(consensusOf([]).bodyPart).to.equal(undefined);
  });
});
