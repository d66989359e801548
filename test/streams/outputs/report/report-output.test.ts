import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { pipelinePath } from '../../../../src/config/shipped.ts';
import { LOCATIONS } from '../../../../src/domain/vocabulary.ts';
import { makePhantoms } from '../../../../src/phantom/make-phantoms.ts';
import { gradeStudies } from '../../../../src/run/grade-studies.ts';
import { BUILT_IN_OUTPUTS } from '../../../../src/streams/outputs/built-in.ts';
import { fakeRuntime, writeFakeModels } from '../../../support/fake-runtime.ts';
import { oracleReport } from '../../../support/oracle-report.ts';
import { outputEnv } from '../../../support/output-env.ts';
import { keptFolder } from '../../../support/temporary-folder.ts';

const linesOf = async (path: string) =>
  (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(','));

describe('the report', function () {
  this.timeout(120_000);
  let base: string;
  let studies: string;
  let out: string;
  let ids: readonly string[];

  before(async () => {
    base = await keptFolder();
    [studies, out] = [join(base, 'studies'), join(base, 'out')];
    ids = (await makePhantoms({ studies: 3, seed: 5, out: studies, quirks: false })).studyIds;
    await oracleReport({ studies, out });
  });

  const pageOf = async (folder: string, id: string) => {
    const row = (await linesOf(join(folder, 'report.csv'))).find(([study]) => study === id);
    return readFile(join(folder, row?.[1] ?? ''), 'utf8');
  };

  it('has a page a study, an index, and a table that says which page is whose', async () => {
    const [columns, ...rows] = await linesOf(join(out, 'report.csv'));
    expect(columns).to.deep.equal(['study_id', 'page', 'severe', 'log_loss', ...LOCATIONS, 'doubtful']);
    expect(rows.map(([id]) => id)).to.have.members([...ids]);
    const pages = (await readdir(join(out, 'report', 'studies'))).map((name) => `report/studies/${name}`);
    expect(rows.map(([, page]) => page)).to.have.members(pages);
    const index = await readFile(join(out, 'report', 'index.html'), 'utf8');
    for (const page of pages) expect(index).to.include(page.replace('report/', 'href="'));
  });

  it('has the data of its figures as CSV: of a study in its page, of the index next to it', async () => {
    const [, csv = ''] = /href="data:text\/csv;charset=utf-8,([^"]+)"/.exec(await pageOf(out, ids[0]!)) ?? [];
    const [columns, ...grades] = decodeURIComponent(csv).trim().split('\n');
    expect(columns).to.match(/^location,normal_mild,moderate,severe,most_probable,truth,/);
    expect(grades.map((line) => line.split(',')[0])).to.deep.equal([...LOCATIONS]);
    const submission = await linesOf(join(out, 'submission.csv'));
    const [, ...probabilities] = submission.find(([row]) => row === `${ids[0]}_${LOCATIONS[3]}`)!;
    expect(grades[3]).to.include(`,${probabilities.join(',')},`);
    const [head, ...rows] = await linesOf(join(out, 'report', 'studies.csv'));
    expect(head).to.deep.equal([
      'study',
      'page',
      'severe',
      'log_loss',
      ...LOCATIONS,
      'doubtful',
      'warnings',
      'failure',
    ]);
    expect(rows).to.have.length(3);
  });

  it('names no study and no series, in no page', async () => {
    const descriptions = await linesOf(join(studies, 'train_series_descriptions.csv'));
    const names = descriptions.slice(1).flatMap(([study = '', series = '']) => [study, series]);
    const files = [join(out, 'report', 'index.html'), join(out, 'report', 'studies.csv')];
    for (const name of await readdir(join(out, 'report', 'studies'))) files.push(join(out, 'report', 'studies', name));
    for (const file of files) {
      const text = await readFile(file, 'utf8');
      for (const name of [...names, studies]) expect(text).to.not.include(name);
    }
  });

  it('shows grades beside the truth, heatmaps, keypoints in the patient, series and instances', async () => {
    const text = await pageOf(out, ids[0]!);
    for (const said of [
      'class="truth"',
      'spinal-heat',
      'subarticular-l4_l5-heat',
      'series 3',
      'Patient (mm)',
      'slices 4',
    ])
      expect(text).to.include(said);
    const [, , severe, loss] = (await linesOf(join(out, 'report.csv'))).find(([id]) => id === ids[0])!;
    expect(Number(severe)).to.be.within(0, 1);
    expect(Number(loss)).to.be.within(0, 2);
  });

  it('names studies and series where that is asked for', async () => {
    const named = join(base, 'named');
    await oracleReport({ studies, out: named, variables: { identifiers: 'true' } });
    const text = await readFile(join(named, 'report', 'studies', `${ids[0]}.html`), 'utf8');
    const [, series = ''] = (await linesOf(join(studies, 'train_series_descriptions.csv'))).find(
      ([id]) => id === ids[0],
    )!;
    expect(text).to.include(`Study ${ids[0]}`).and.to.include(series);
  });

  it('has a page for a study that fails, for one of which nothing was seen, and for one that was seen in part', async () => {
    const broken = join(base, 'broken');
    await cp(studies, broken, { recursive: true });
    const [failing, axialOnly, withoutAxial] = ids as [string, string, string];
    for (const series of await readdir(join(broken, 'train_images', failing))) {
      await rm(join(broken, 'train_images', failing, series), { recursive: true });
      await mkdir(join(broken, 'train_images', failing, series));
    }
    const table = join(broken, 'train_series_descriptions.csv');
    const kept = (await readFile(table, 'utf8'))
      .split('\n')
      .filter((line) => !(line.startsWith(axialOnly) && line.includes('Sagittal')))
      .filter((line) => !(line.startsWith(withoutAxial) && line.includes('Axial')));
    await writeFile(table, kept.join('\n'));
    const results = join(base, 'broken-out');
    expect(await oracleReport({ studies: broken, truth: studies, out: results })).to.include({ failed: 2, studies: 3 });
    expect(await pageOf(results, failing))
      .to.include('This study could not be graded')
      .and.to.include('SERIES_EMPTY');
    expect(await pageOf(results, axialOnly))
      .to.include('STUDY_NOT_SEEN')
      .and.to.include('the study has no Sagittal T2/STIR series')
      .and.to.include('<td><code>SERIES_MISSING</code></td>');
    const partly = await pageOf(results, withoutAxial);
    // 10 recesses rest on nothing, the canal at 5 levels on its sagittal half
    expect(partly.match(/class="grade unseen"/g)).to.have.length(10);
    expect(partly.match(/<span class="remark">partly seen<\/span>/g)).to.have.length(5);
    expect(partly).to.include('; 10 not seen, 5 partly seen. Most likely severe');
    const counted = [.../(\d+) Normal\/Mild, (\d+) Moderate, (\d+) Severe/.exec(partly)!].slice(1).map(Number);
    expect(counted.reduce((sum, count) => sum + count)).to.equal(15);
    const row = (await linesOf(join(results, 'report.csv'))).find(([id]) => id === withoutAxial)!;
    expect(row.filter((cell) => cell === 'not seen')).to.have.length(10);
    const index = await readFile(join(results, 'report', 'index.html'), 'utf8');
    expect(index).to.include('3 studies, 2 failed').and.to.include('10 not seen, 1 warning');
  });

  it('follows a whole run: weights are named, a resumed run has the same bytes, starting over removes old pages and names the new ones differently', async () => {
    const [models, results] = [join(base, 'models'), join(base, 'run-out')];
    await writeFakeModels(models);
    const options = {
      pipeline: 'two-stage-report',
      studies,
      models,
      out: results,
      concurrency: 2,
      nameSalt: 'a',
      startRuntime: async () => fakeRuntime(),
      now: () => performance.now(),
      date: () => new Date(),
    };
    const stopping = new AbortController();
    await gradeStudies({
      ...options,
      existing: 'refuse',
      stop: stopping.signal,
      onEvent: ({ type }) => (type === 'study' ? stopping.abort() : undefined),
    });
    await gradeStudies({ ...options, existing: 'resume', nameSalt: 'b' }); // the journal's counts
    const first = await pageOf(results, ids[0]!);
    expect(first).to.match(/coord_sagt2<\/td><td><span class="fold">1 <code title="[0-9a-f]{64}">/);
    const stale = join(results, 'report', 'studies', 'stale.html');
    await writeFile(stale, '');
    await gradeStudies({ ...options, existing: 'overwrite' });
    expect(await pageOf(results, ids[0]!)).to.equal(first);
    const named = await readdir(join(results, 'report', 'studies'));
    expect(named).to.not.include('stale.html');
    await gradeStudies({ ...options, existing: 'overwrite', nameSalt: undefined });
    const renamed = await readdir(join(results, 'report', 'studies'));
    expect(renamed.filter((name) => named.includes(name))).to.deep.equal([]);
  });
});

describe('the report in a pipeline file', () => {
  const report = BUILT_IN_OUTPUTS.find(({ name }) => name === 'report')!;

  it('reads what it shows, and heatmaps only when asked', () => {
    const { reads } = report.bind({ probabilities: 'final', spinal: 'sagt2' });
    expect(reads).to.deep.equal(['series', 'slices', 'keypoints.sagt2', 'selections.sagt2', 'probabilities.final']);
    expect(report.bind({ subarticular: 'axial', heatmaps: true }).reads).to.include('heatmaps.axial');
  });

  it('refuses a truth that cannot be read, before the first study', async () => {
    const { open } = report.bind({ truth: '/no/such/train.csv' });
    const opened = Promise.resolve(
      open(
        { fingerprint: 'f', nameSalt: 'salt', spinestream: '1', pipeline: 'p', stepsSha256: '', models: [] },
        outputEnv(),
      ),
    );
    expect(
      await opened.then(
        () => 'opened',
        (error: { code: string }) => error.code,
      ),
    ).to.equal('CSV_UNREADABLE');
  });

  it('comes with the steps of two-stage, which keep their heatmaps here', async () => {
    const stepsOf = async (name: string): Promise<Record<string, { heatmaps?: string }>[]> =>
      parse(await readFile(pipelinePath(name), 'utf8')).steps;
    const withReport = (await stepsOf('two-stage-report')).map((step) =>
      Object.fromEntries(Object.entries(step).map(([name, { heatmaps: _, ...options }]) => [name, options])),
    );
    expect(withReport).to.deep.equal(await stepsOf('two-stage'));
  });
});
