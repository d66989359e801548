import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import { stringify } from 'csv-stringify/sync';
import { type Comparison, compare } from '../../bench/methods/compare.ts';
import { BASELINE, METHODS } from '../../bench/methods/methods.ts';
import { methodsOptions } from '../../bench/methods/options.ts';
import { csvOf, verdict } from '../../bench/methods/table.ts';
import { writeMethod } from '../../bench/methods/write-method.ts';
import { builtInContext } from '../../src/config/check-files.ts';
import { loadPipeline } from '../../src/config/check-pipeline.ts';
import { LOCATIONS, SEVERITIES } from '../../src/domain/vocabulary.ts';
import { loadExperiments } from '../../src/training/experiment/load-experiments.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('bench methods', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  for (const method of METHODS) {
    it(`${method.name}: experiments and pipeline are valid, and a network that it does not change is the baseline's`, async () => {
      const { experiments, pipeline, models } = await writeMethod(method, { foldCount: 5, root: folder() });
      const trained =
        experiments === undefined ? [] : (await loadExperiments(experiments, {})).experiments.map(({ name }) => name);
      const { pipeline: loaded } = await loadPipeline(pipeline, builtInContext({ models }));
      expect(loaded.models.length).to.be.at.least(6);
      for (const { path } of loaded.models) {
        const owner = trained.includes(basename(path)) ? method.name : BASELINE.name;
        expect(dirname(path)).to.equal(join(folder(), 'models', owner));
      }
      const used = loaded.models.map(({ path }) => basename(path));
      for (const name of trained) expect(used).to.include(name);
    });
  }

  it('take keypoint networks from elsewhere, and train none then', async () => {
    for (const method of METHODS) {
      const { experiments, pipeline, models } = await writeMethod(method, {
        foldCount: 5,
        root: folder(),
        keypoints: 'weights/nano',
      });
      const names =
        experiments === undefined ? [] : (await loadExperiments(experiments, {})).experiments.map(({ name }) => name);
      expect(names.filter((name) => name.includes('coord'))).to.deep.equal([]);
      const { pipeline: loaded } = await loadPipeline(pipeline, builtInContext({ models }));
      for (const { path } of loaded.models)
        expect(path.startsWith('weights/nano/'), path).to.equal(basename(path).includes('coord'));
    }
  });

  it('change something, each another thing', async () => {
    const texts = new Set<string>();
    for (const method of METHODS) {
      const { experiments, pipeline } = await writeMethod(
        { ...method, name: 'the-same' },
        { foldCount: 5, root: folder() },
      );
      const files = experiments === undefined ? [] : (await loadExperiments(experiments, {})).experiments;
      texts.add(JSON.stringify([readFileSync(pipeline, 'utf8'), method === BASELINE ? [] : files]));
      if (experiments !== undefined) await writeFile(experiments, '');
    }
    expect(texts.size).to.equal(METHODS.length);
  });

  it('take flags, and refuse those that mean nothing', () => {
    expect(methodsOptions(['--studies=12', '--epochs=1', '--folds=1,3'])).to.deep.include({
      ...{ studies: 12, epochs: 1, folds: [1, 3], difficulty: 1, seed: 17 },
    });
    expect(methodsOptions(['--only=views,baseline']).methods.map(({ name }) => name)).to.deep.equal([
      'views',
      'baseline',
    ]);
    expect(() => methodsOptions(['--only=magic'])).to.throw('--only: there is no magic, only baseline');
    expect(() => methodsOptions(['--studies=2'])).to.throw('--studies: 2 is no whole number from 5');
  });
});

describe('compare', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const ids = Array.from({ length: 40 }, (_, index) => `s${index}`);
  const severity = (study: number, location: number): number => (study * 7 + location * 3) % 3;

  /** Predictions that give the truth so much. */
  const submission = async (name: string, sure: number): Promise<string> => {
    const rows = ids.flatMap((id, study) =>
      LOCATIONS.map((location, index) => {
        const truth = severity(study, index);
        return [`${id}_${location}`, ...[0, 1, 2].map((grade) => (grade === truth ? sure : (1 - sure) / 2))];
      }),
    );
    const file = join(folder(), name);
    await writeFile(file, stringify([['row_id', 'normal_mild', 'moderate', 'severe'], ...rows]));
    return file;
  };

  it('gives scores, their part of the frequencies and paired differences with intervals', async () => {
    const labels = ids.map((id, study) => [id, ...LOCATIONS.map((_, index) => SEVERITIES[severity(study, index)])]);
    await writeFile(join(folder(), 'train.csv'), stringify([['study_id', ...LOCATIONS], ...labels]));
    const [plain, better] = [await submission('plain.csv', 0.5), await submission('better.csv', 0.8)];
    const of = (run: string): Promise<Comparison> => compare({ run, baseline: plain, data: folder() });
    const [same, gain] = [await of(plain), await of(better)];
    expect(same.difference).to.deep.equal({ value: 0, low: 0, high: 0 });
    expect(gain.studies).to.equal(40);
    expect(gain.difference!.high).to.be.below(0);
    expect(gain.score!.value).to.be.closeTo(same.score!.value + gain.difference!.value, 1e-12);
    expect(gain.ofFrequencies!.value).to.be.below(same.ofFrequencies!.value);
    const method = { name: 'better', summary: 'more' };
    expect(verdict({ method, comparison: gain })).to.equal('better');
    expect(verdict({ method, comparison: same })).to.equal('changes nothing');
    expect(verdict({ method, comparison: { ...gain, studies: 12 } })).to.equal('too few studies');
    expect(csvOf([{ method, comparison: gain }])).to.match(
      /^method,studies,score,.*\nbetter,40,[\d.]+,.*,better,more\n$/,
    );
  });
});
