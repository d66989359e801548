import { expect } from 'chai';
import type { StudyItem } from '../../../src/core/study-item.ts';
import { allStudies } from '../../../src/streams/sources/study-sources.ts';
import { withinTime } from '../../../src/streams/sources/within-time.ts';

describe('withinTime', () => {
  const item = (id: string): readonly StudyItem[] => [{ study: { id, series: [] } }];
  const folder = {
    studyIds: ['1', '2', '3'],
    itemsOf: (id: string) => (id === '2' ? new Promise<never>(() => {}) : Promise.resolve(item(id))),
  };

  it('fails the study whose headers cannot be read, and goes on', async () => {
    const items: StudyItem[] = [];
    for await (const one of allStudies(withinTime(folder, 20))) items.push(one);
    expect(items.map(({ study, error }) => [study.id, error?.code])).to.deep.equal([
      ['1', undefined],
      ['2', 'STUDY_READ_TIMED_OUT'],
      ['3', undefined],
    ]);
    expect(items[1]?.error?.retriable).to.equal(true);
    expect(items[1]?.error?.reason).to.include('0.02 s');
  });

  it('leaves the folder as it is where no time is given', () => {
    expect(withinTime(folder, undefined)).to.equal(folder);
  });
});
