import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { submissionTable, twoFolds } from '../../evaluation/inputs/evaluated-runs.ts';
import { smallModels, smallPipeline } from '../../evaluation/inputs/small-pipeline.ts';
import { spinestream } from '../../support/node-program.ts';
import { labelledStudies, studyId } from '../../training/labelled-studies.ts';

const STUDIES = 4;
const IDS = Array.from({ length: STUDIES }, (_, index) => studyId(index));

describe('spinestream evaluate', function () {
  this.timeout(60_000);
  let folder = '';
  const at = (...names: readonly string[]) => join(folder, ...names);
  const evaluate = (...args: readonly string[]) => spinestream(['evaluate', ...args, '--resamples', '50']);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spinestream-test-'));
    await labelledStudies(at('data'), STUDIES);
    await writeFile(at('small.yaml'), await smallPipeline());
    await smallModels(at('models'), twoFolds(IDS));
    await smallModels(at('one-fold'), twoFolds(IDS).slice(0, 1));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const pipeline = (models: string, out: string) => [
    at('small.yaml'),
    '--studies',
    at('data'),
    '--models',
    at(models),
    '--out',
    at(out),
  ];

  it('runs a pipeline out of fold and evaluates it, and evaluates the same run again', async () => {
    const { stdout, stderr, status } = evaluate(...pipeline('models', 'out'));
    expect(status, stderr).to.equal(0);
    expect(stderr).to.match(/^page, tables and JSON in .*out\/evaluation\.html and next to it$/m);
    expect(stdout)
      .to.match(/^4 studies, 0 labels missing\n/)
      .and.to.match(/\nscore {15}\d\.\d{4} \(/);
    expect(stdout).not.to.include('Mind:');
    expect(stdout).to.match(/\nkeypoints +found +mean mm/);
    expect(stdout).to.match(/\nspinal_canal_stenosis +\d+ of 20 /);
    const first = await readFile(at('out', 'evaluation.json'), 'utf8');
    const again = evaluate(at('out'), '--json');
    expect(again.status, again.stderr).to.equal(0);
    expect(JSON.parse(again.stdout)).to.eql(JSON.parse(first));
    expect(JSON.parse(first)).to.deep.include({ format: 'spinestream-evaluation-1', unseen: 'checked' });
  });

  it('gives the same score where headers tell the kinds of series', async () => {
    await cp(at('data'), at('undescribed'), { recursive: true });
    await rm(at('undescribed', 'train_series_descriptions.csv'));
    const scoreOf = async (out: string) => JSON.parse(await readFile(at(out, 'evaluation.json'), 'utf8')).grades.scores;
    const run = pipeline('models', 'out-undescribed').map((one) => (one === at('data') ? at('undescribed') : one));
    const { stderr, status } = evaluate(...run);
    expect(status, stderr).to.equal(0);
    const expected = await scoreOf('out');
    expect(await scoreOf('out-undescribed')).to.eql(expected);
    expect(evaluate(at('out-undescribed')).status).to.equal(0);
    expect(await scoreOf('out-undescribed')).to.eql(expected);
  });

  it('refuses a pipeline whose trained folds have seen studies, or leaves those out when asked', async () => {
    const refused = evaluate(...pipeline('one-fold', 'refused'));
    expect(refused.stderr).to.equal(
      'every trained fold of model "coord_sagt2" was trained on 2 of the labelled studies (101, 103); train the folds that hold them out, or evaluate only the others with --held-out\n',
    );
    expect(refused.status).to.equal(2);
    const { stdout, stderr, status } = evaluate(...pipeline('one-fold', 'held-out'), '--held-out');
    expect(status, stderr).to.equal(0);
    expect(stdout).to.match(/^2 studies, /);
    expect(stderr).to.include('2 studies are left out, which every trained fold of a model has seen\n');
  });

  it('evaluates a submission from anywhere, beside the file', async () => {
    await writeFile(at('submission.csv'), submissionTable(IDS));
    const { stdout, status } = evaluate(at('submission.csv'), '--labels', at('data', 'train.csv'));
    expect(status).to.equal(0);
    expect(stdout)
      .to.match(/^4 studies, /)
      .and.to.match(/\n\nMind: nothing says which studies these models were trained on\. .*\n$/);
    expect(await readFile(at('evaluation.html'), 'utf8')).to.include(
      'Nothing says which studies these models were trained on.',
    );
  });

  it('says what it needs', () => {
    const needs = (...args: readonly string[]) => {
      const { stderr, status } = evaluate(...args);
      expect(status).to.equal(2);
      return stderr;
    };
    expect(needs('split')).to.equal(
      '"split" is no folder and no .csv file, and a pipeline needs --studies; add it, or give the output folder or submission.csv of a finished run\n',
    );
    expect(needs('split', '--studies', at('data'))).to.include('needs --out;');
    expect(needs('split', 'global')).to.equal(
      'split, global: expected output folders of runs or submission.csv files, or a single pipeline\n',
    );
    expect(needs('split', '--nested-folds', '1')).to.equal(
      '--nested-folds 1: expected an integer, at least 2, since fitting and measuring need different studies\n',
    );
  });
});
