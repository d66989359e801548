import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { readQuantisation } from '../../src/models/quantise/quantisation-record.ts';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { type QuantiseOptions, quantiseRunFolder } from '../../src/quantisation/quantise-run-folder.ts';
import { type GradeEvent, gradeStudies } from '../../src/run/grade-studies.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const NANO = fileURLToPath(new URL('../../weights/nano', import.meta.url));
const NETWORKS = ['nano_coord_sagt2', 'nano_foraminal'] as const;

describe('quantiseRunFolder', function () {
  this.timeout(240_000);
  let folder: string;
  let models: string;
  let studies: string;

  before(async () => {
    folder = await keptFolder();
    models = join(folder, 'models');
    studies = join(folder, 'studies');
    await cp(NANO, models, { recursive: true });
    await makePhantoms({ studies: 2, seed: 3, out: studies, quirks: false });
  });

  const quantised = async (name: string, more: Partial<QuantiseOptions> = {}) => {
    const made = [];
    const options: QuantiseOptions = {
      ...{ runFolder: join(models, name), studies, pipeline: 'demo', limit: 2, rounds: 1, threads: 1 },
      method: 'minmax',
      // two studies and networks of a few ms show neither speed nor closeness
      ...{ minSpeedup: 1e-3, maxPeakShiftMm: 50, maxProbabilityChange: 0.5, maxScoreChange: 1 },
      signal: new AbortController().signal,
      ...more,
    };
    for await (const network of quantiseRunFolder(options)) made.push(network);
    return made;
  };

  it('keeps a keypoint and a region network in int8, with what was measured', async () => {
    const [coord] = await quantised(NETWORKS[0]);
    expect(coord).to.include({ fold: 1, weights: 'best', decision: 'int8', studies: 2, layers: 25, method: 'minmax' });
    expect(coord?.difference).to.include({ values: 10, unit: 'mm' });
    expect(coord?.difference.percentile99).to.be.below(10);
    const [foraminal] = await quantised(NETWORKS[1], { method: 'auto' });
    expect(foraminal?.difference).to.include({ values: 20, unit: 'probability' });
    const { float32 = 0, int8 = 0 } = foraminal?.difference.logLoss ?? {};
    expect(Math.abs(int8 - float32)).to.be.within(1e-9, 0.1);
    expect(await readQuantisation(join(models, NETWORKS[1]))).to.deep.equal([foraminal]);
    expect(await readdir(join(models, NETWORKS[1]))).to.include('fold1-best-int8.onnx');
  });

  const graded = async (name: string, precision: 'float32' | 'int8') => {
    const events: GradeEvent[] = [];
    const out = join(folder, name);
    const summary = await gradeStudies({
      ...{ pipeline: 'demo', studies, models, out, precision, threads: 1 },
      onEvent: (event) => events.push(event),
    });
    expect(summary.counts.failed).to.equal(0);
    const kept = events.flatMap((event) => (event.type === 'float32-kept' ? event.models : []));
    const [submission, journal] = await Promise.all(
      ['submission.csv', 'journal.jsonl'].map((file) => readFile(join(out, file), 'utf8')),
    );
    return { summary, kept, submission: submission!, header: JSON.parse(journal!.split('\n')[0]!) };
  };

  it('lets a run take them on request only, and the run names which networks it took', async () => {
    const float32 = await graded('float32', 'float32');
    const int8 = await graded('int8', 'int8');
    expect(float32.kept).to.deep.equal([]);
    expect(int8.kept.map(({ name }) => name)).to.deep.equal(['coord_sagt1', 'coord_axi', 'spinal', 'subarticular']);
    expect(int8.kept[0]?.folds).to.deep.equal([{ fold: 1, reason: 'never quantised' }]);
    const withInt8 = ({ summary }: typeof int8) =>
      summary.models.filter(({ folds }) => folds.some(({ int8Sha256 }) => int8Sha256)).map(({ name }) => name);
    expect([withInt8(float32), withInt8(int8)]).to.deep.equal([[], ['coord_sagt2', 'foraminal']]);
    expect(int8.header.fingerprint).not.to.equal(float32.header.fingerprint);
    expect(int8.submission).not.to.equal(float32.submission);
    const worst = differenceOf(int8.submission, float32.submission);
    expect(worst).to.be.below(0.5);
  });

  it('removes the int8 network when it is no longer worth keeping', async () => {
    const [made] = await quantised(NETWORKS[1], { minSpeedup: 1e6 });
    expect(made).to.include({ decision: 'float32' });
    expect(made?.reason).to.match(/^only [\d.]+ times faster, at least 1000000 is required$/);
    expect(await readdir(join(models, NETWORKS[1]))).not.to.include('fold1-best-int8.onnx');
    const [loose] = await quantised(NETWORKS[1], { maxProbabilityChange: 1e-9 });
    expect(loose?.reason).to.match(/^its results differ too much from float32/);
  });

  it('refuses an int8 network that was made from other weights', async () => {
    const file = join(models, NETWORKS[0], 'quantisation.json');
    const record = await readFile(file, 'utf8');
    await writeFile(file, record.replace(/"sha256": "[0-9a-f]{8}/, '"sha256": "00000000'));
    const error = await rejectionOf(graded('stale', 'int8'));
    expect(error.code).to.equal('QUANTISATION_STALE');
    expect(error.message).to.contain('made from other weights');
  });

  it('refuses a level-2 network, which sees no images', async () => {
    const level2 = join(models, 'level_2');
    await mkdir(level2);
    const architecture = { kind: 'level_2', networks: { split: 'global' } };
    await writeFile(join(level2, 'config.json'), JSON.stringify({ name: 'level_2', architecture }));
    expect((await rejectionOf(quantised('level_2'))).code).to.equal('QUANTISE_LEVEL_2');
  });

  it('refuses a pipeline that does not use the run folder, and folders without studies', async () => {
    const foreign = await rejectionOf(quantised(NETWORKS[0], { pipeline: 'two-stage' }));
    expect(foreign.code).to.equal('QUANTISE_PIPELINE_FOREIGN');
    expect((await rejectionOf(quantised(NETWORKS[0], { studies: models }))).code).to.equal('CALIBRATION_EMPTY');
    expect((await rejectionOf(quantised('nano_none'))).code).to.equal('RUN_FOLDER_MISSING');
    expect((await rejectionOf(quantised(NETWORKS[0], { fold: 7 }))).code).to.equal('FOLDS_ABSENT');
  });
});

/** Greatest difference of two tables of numbers after their first column. */
const differenceOf = (a: string, b: string): number => {
  const numbers = (text: string) =>
    text
      .split('\n')
      .slice(1)
      .flatMap((line) => line.split(',').slice(1).map(Number));
  const others = numbers(b);
  return Math.max(...numbers(a).map((value, index) => Math.abs(value - others[index]!)));
};
