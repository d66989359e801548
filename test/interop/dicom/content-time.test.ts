import { expect } from 'chai';
import { contentTime } from '../../../src/interop/dicom/content-time.ts';
import { exampleResult, sourceImage } from '../example-result.ts';

const timeOf = (lastImageAt: string | undefined, date = '20260102', time = '101500') =>
  contentTime({
    lastImageAt,
    source: exampleResult(1, sourceImage({ '00080020': ['DA', date], '00080030': ['TM', time] })).source,
  });

describe('the date and time of content', () => {
  it('are those of the last image, or of the beginning of the study where no image says or all say less', () => {
    expect(timeOf('20260103000102.250000')).to.deep.equal({ date: '20260103', time: '000102' });
    expect(timeOf(undefined)).to.deep.equal({ date: '20260102', time: '101500' });
    expect(timeOf('20260102000000.000000')).to.deep.equal({ date: '20260102', time: '101500' });
    expect(timeOf(undefined, '20260102', '')).to.deep.equal({ date: '20260102', time: '000000' });
  });

  it('never are what no calendar or clock has', () => {
    expect(timeOf('20261302101500.000000')).to.deep.equal({ date: '20260102', time: '101500' });
    expect(timeOf('20260102256161.000000')).to.deep.equal({ date: '20260102', time: '101500' });
    expect(timeOf(undefined, '')).to.deep.equal({ date: '19700101', time: '000000' });
  });
});
