import { link, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { type GradeEvent, gradeStudies } from '../../src/run/grade-studies.ts';
import { inspectStudy } from '../../src/run/inspection/inspect-study.ts';
import { smallStudies } from '../support/challenge-folder.ts';
import { fakeRuntime, writeFakeModels } from '../support/fake-runtime.ts';
import { linkedStudies } from '../support/many-studies.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const STUDIES = 2;

describe('studies that nobody described', function () {
  this.timeout(60_000);
  let base: string;
  let described: string;

  const graded = async (studies: string, name: string, existing: 'refuse' | 'resume' = 'refuse') => {
    const out = resolve(base, name);
    const events: GradeEvent[] = [];
    const summary = await gradeStudies({
      pipeline: 'two-stage',
      studies,
      models: join(base, 'models'),
      out,
      concurrency: 2,
      existing,
      startRuntime: async () => fakeRuntime(),
      now: () => performance.now(),
      date: () => new Date(),
      onEvent: (event) => events.push(event),
    });
    const text = (file: string) => readFile(join(out, file), 'utf8');
    const files = ['submission.csv', 'coordinates.csv', 'warnings.jsonl', 'errors.jsonl'];
    return { summary, events, texts: await Promise.all(files.map(text)) };
  };

  /** The same studies, without the descriptions; `place` says where in its study a file of a series goes. */
  const undescribed = async (name: string, place: (series: string, file: string) => string): Promise<string> => {
    const from = join(described, 'train_images');
    for (const study of await readdir(from))
      for (const series of await readdir(join(from, study)))
        for (const file of await readdir(join(from, study, series))) {
          const to = join(base, name, study, place(series, file));
          await mkdir(join(to, '..'), { recursive: true });
          await link(join(from, study, series, file), to);
        }
    return join(base, name);
  };

  before(async () => {
    base = await keptFolder();
    described = join(base, 'described');
    await linkedStudies(await smallStudies(), described, STUDIES);
    await writeFakeModels(join(base, 'models'));
  });

  it('are graded as if they were where an export has nested them, without extensions', async () => {
    const nested = await undescribed('export', (series, file) =>
      join('DICOM', 'ST000001', `SE${series}`, `IM${file.replace('.dcm', '')}`),
    );
    const expected = await graded(described, 'out-expected');
    const { texts, summary } = await graded(nested, 'out-export');
    expect(summary.counts).to.include({ studies: STUDIES, failed: 0, warnings: expected.summary.counts.warnings });
    expect(texts[0]).to.equal(expected.texts[0]);
  });

  it('are graded as if they were, and may be resumed', async () => {
    const plain = await undescribed('plain', join);
    const expected = await graded(described, 'out-described');
    const { texts, summary, events } = await graded(plain, 'out-plain');
    expect(texts).to.deep.equal(expected.texts);
    expect(summary.source.descriptions).to.equal(null);
    expect(events.find(({ type }) => type === 'opened')).to.deep.include({ described: false, studies: STUDIES });
    expect((await graded(plain, 'out-plain', 'resume')).summary.counts).to.include({ resumed: STUDIES });
    const error = await rejectionOf(graded(described, 'out-plain', 'resume'));
    expect(error.code).to.equal('JOURNAL_FOREIGN');
  });

  it('are graded alike when all series of a study lie in one folder', async () => {
    const flat = await undescribed('flat', (series, file) => `${series}-${file.padStart(8, '0')}`);
    const { summary, texts } = await graded(flat, 'out-flat');
    expect(summary.counts).to.include({ studies: STUDIES, failed: 0 });
    const [submission] = (await graded(described, 'out-described-again')).texts;
    expect(texts[0]).to.equal(submission);
  });

  it('are graded and resumed with their results among them, which later runs leave out', async () => {
    const among = await undescribed('among', join);
    const out = join(among, 'results');
    const expected = await graded(among, 'out-beside');
    const first = await graded(among, out);
    expect(first.texts).to.deep.equal(expected.texts);
    expect((await graded(among, out, 'resume')).summary.counts).to.include({ studies: STUDIES, resumed: STUDIES });
    const later = await graded(among, 'out-later');
    expect(later.summary.counts).to.include({ studies: STUDIES, failed: 0 });
    const opened = later.events.find((event) => event.type === 'opened');
    expect(opened?.type === 'opened' && opened.notes.map(({ code }) => code)).to.deep.equal(['RESULTS_AMONG_STUDIES']);
  });

  it('do not take results into their folders', async () => {
    const whole = await undescribed('whole', join);
    const [first = ''] = await readdir(whole);
    for (const out of [join(whole, first), join(whole, first, 'results')]) {
      const { code, message } = await rejectionOf(graded(whole, out));
      expect([code, message]).to.deep.equal([
        'OUTPUT_INSIDE_STUDY',
        `${out}: the output folder is inside the study "${first}"; choose another --out`,
      ]);
    }
  });

  it('are graded as one where the folder given is one of them', async () => {
    const whole = await undescribed('lone', join);
    const [first = ''] = await readdir(whole);
    const expected = await graded(whole, 'out-whole');
    const { summary, texts, events } = await graded(join(whole, first), 'out-lone');
    expect(summary.counts).to.include({ studies: 1, failed: 0 });
    const rowsOf = (text = '') => text.split('\n').filter((row) => row.startsWith(`${first}_`));
    expect(rowsOf(texts[0])).to.have.length(25).and.to.deep.equal(rowsOf(expected.texts[0]));
    const opened = events.find((event) => event.type === 'opened');
    expect(opened?.type === 'opened' && opened.notes.map(({ code }) => code)).to.deep.equal(['STUDIES_ARE_ONE']);
  });

  it('have a warning in the output for a series that was left out, and a failure where none can be told', async () => {
    const some = await undescribed('some', (series, file) => join(series, file));
    const [first = '', second = ''] = (await readdir(some)).sort();
    await mkdir(join(some, first, 'empty'));
    await rm(join(some, second), { recursive: true });
    await mkdir(join(some, second, 'empty'), { recursive: true });
    const { texts, summary } = await graded(some, 'out-some');
    const [, , warnings = '', errors = ''] = texts;
    expect(summary.counts).to.include({ studies: 2, failed: 1 });
    for (const study of [first, second])
      expect(warnings.split('\n')).to.include(
        `{"study_id":"${study}","code":"SERIES_WITHOUT_SLICES","series_id":"empty","message":"the series was left out: there is no DICOM image in its folder","count":1,"sites":[]}`,
      );
    expect(JSON.parse(errors)).to.include({ study_id: second, code: 'STUDY_WITHOUT_SERIES' });
  });

  it('can be looked into, with what tells the kind of each series', async () => {
    const looked = await undescribed('looked', join);
    const [first = ''] = await readdir(looked);
    await mkdir(join(looked, first, 'empty'));
    const { descriptions, studies } = await inspectStudy({ study: join(looked, first) });
    const [{ series, warnings } = { series: [], warnings: [] }] = studies;
    expect(descriptions).to.equal(undefined);
    for (const { kind, kindBy } of series)
      expect(kindBy).to.match(
        kind === 'Axial T2'
          ? /^axial by ImageOrientationPatient, T2 by SeriesDescription$/
          : /^sagittal by ImageOrientationPatient, (T1|T2|STIR) by SeriesDescription$/,
      );
    expect(warnings.map(({ code }) => code)).to.deep.equal(['SERIES_WITHOUT_SLICES']);
  });
});
