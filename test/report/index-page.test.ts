import { expect } from 'chai';
import { type IndexStudy, indexPage } from '../../src/report/index.ts';

const RUN = { spinestream: '1.2.3', pipeline: 'two-stage', models: [] };

const study = (change: Partial<IndexStudy> = {}): IndexStudy => ({
  label: '<7>',
  page: 'studies/7.html',
  grades: Array.from({ length: 25 }, (_, i) => i % 3),
  severe: 0.25,
  loss: 0.5,
  doubtful: [],
  warnings: 2,
  failure: undefined,
  ...change,
});

describe('indexPage', () => {
  it('links every study to its page, with 25 severities', () => {
    const text = indexPage([study(), study({ label: '8', page: 'studies/8.html', warnings: 0 })], RUN);
    expect(text).to.include('<a href="studies/7.html">&lt;7&gt;</a>').and.to.include('studies/8.html');
    expect([...text.matchAll(/<i class="q s\d" title/g)]).to.have.length(50);
    expect(text).to.include('25%').and.to.include('0.500').and.to.include('2 warnings').and.to.include('no warning');
    expect(text).to.include('2 studies, 0 failed');
  });

  it('shows what was not seen as such, by shape and text, and counts it as no severity', () => {
    const grades = Array.from({ length: 25 }, (_, i) => (i < 5 ? 0 : ('not seen' as const)));
    const doubtful = grades.map((_, index) => index < 3);
    const text = indexPage([study({ grades, doubtful, warnings: 1, severe: 0.01 })], RUN);
    expect([...text.matchAll(/<i class="q su" title="L\d\/[LS]\d: not seen">/g)]).to.have.length(20);
    expect([...text.matchAll(/<i class="q s0" title/g)]).to.have.length(2);
    expect([...text.matchAll(/<i class="q s0 sd" title="L\d\/L\d: Normal\/Mild, doubtful"/g)]).to.have.length(3);
    expect(text).to.include('L1/L2 Normal/Mild (doubtful), L2/L3');
    expect(text).to.include('20 not seen, 3 doubtful, 1 warning').and.to.include('data-greatest="0"');
    expect(text).to.include('data-unsure="23"').and.to.include('L1/L2 not seen, L2/L3 not seen');
  });

  it('says which study failed, and why', () => {
    const failed = study({ grades: [], severe: undefined, loss: undefined, warnings: 0, failure: 'SERIES_EMPTY' });
    const text = indexPage([failed], RUN);
    expect(text).to.include('not graded').and.to.include('SERIES_EMPTY').and.to.include('1 study, 1 failed');
  });

  it('has a column of losses only where a truth is known', () => {
    expect(indexPage([study()], RUN)).to.include('Log loss');
    expect(indexPage([study({ loss: undefined })], RUN)).to.not.include('Log loss');
  });

  it('stays small with 500 studies', () => {
    const many = Array.from({ length: 500 }, (_, index) => study({ label: String(index) }));
    expect(indexPage(many, RUN).length).to.be.below(2_000_000);
  });

  it('of 20,000 studies has the rows of the first 500, and the others as data that cannot end it', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => study({ label: `</script>${index}` }));
    const text = indexPage(many, RUN);
    expect([...text.matchAll(/<tr data-position/g)]).to.have.length(500);
    expect(text.length).to.be.below(6_000_000);
    expect([...text.matchAll(/<\/script>/g)]).to.have.length(2);
    expect(text).to.include('20000 studies, 0 failed').and.to.include('Without scripts: the first 500 studies.');
  });

  it('says that there is no study yet', () => {
    expect(indexPage([], RUN)).to.include('No study yet.');
  });
});
