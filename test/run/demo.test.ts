import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { geometryOf, readBytes, readHeader } from '../../src/dicom/index.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { readRunFolder } from '../../src/models/weights/run-folder.ts';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { loadExperiments } from '../../src/training/experiment/load-experiments.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WEIGHTS = join(ROOT, 'weights', 'nano');
const STUDIES = 2;
const SEED = 31; // not the one that the weights were trained with
const NEAR_MM = 5;
const MAX_WEIGHT_BYTES = 10_000_000;

type Row = Readonly<Record<string, string>>;
const rowsOf = async (file: string): Promise<readonly Row[]> => parse(await readFile(file, 'utf8'), { columns: true });

describe('the demo pipeline with the weights that ship', function () {
  this.timeout(120_000);
  let folder = '';
  const studies = () => join(folder, 'studies');
  const out = () => join(folder, 'out');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spinestream-demo-'));
    await makePhantoms({ studies: STUDIES, seed: SEED, quirks: false, out: studies() });
    const summary = await gradeStudies({
      pipeline: 'demo',
      studies: studies(),
      models: WEIGHTS,
      variables: { truth: join(studies(), 'train.csv') },
      out: out(),
      concurrency: 1,
      existing: 'refuse',
      startRuntime: () => startOnnxRuntime({ threads: 1 }),
      now: () => performance.now(),
      date: () => new Date(0),
    });
    expect(summary.counts).to.include({ studies: STUDIES, failed: 0 });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** In the plane of the labelled slice. */
  const distanceMm = async (label: Row, found: Row): Promise<number> => {
    const name = `${label.instance_number}.dcm`;
    const path = join(studies(), 'train_images', label.study_id!, label.series_id!, name);
    const file = { path, name, instanceNumber: Number(label.instance_number) };
    const { columns, rows, xSpacingMm, ySpacingMm } = geometryOf(await readHeader(readBytes, file));
    const across = (Number(found.x_norm) * columns - Number(label.x)) * xSpacingMm;
    return Math.hypot(across, (Number(found.y_norm) * rows - Number(label.y)) * ySpacingMm);
  };

  it(`finds the canal at all levels within ${NEAR_MM} mm`, async () => {
    const labels = await rowsOf(join(studies(), 'train_label_coordinates.csv'));
    const found = await rowsOf(join(out(), 'coordinates.csv'));
    const spinal = labels.filter(({ condition }) => condition === 'Spinal Canal Stenosis');
    expect(spinal).to.have.length(5 * STUDIES);
    for (const label of spinal) {
      const same = (row: Row) =>
        (['study_id', 'series_id', 'condition', 'level'] as const).every((column) => row[column] === label[column]);
      const keypoint = found.find(same);
      expect(keypoint, `${label.study_id} ${label.level}`).to.not.equal(undefined);
      expect(await distanceMm(label, keypoint!), `${label.study_id} ${label.level}`).to.be.below(NEAR_MM);
    }
  });

  it('grades most locations as they are', async () => {
    const truth = new Map((await rowsOf(join(studies(), 'train.csv'))).map((row) => [row.study_id, row]));
    const graded = await rowsOf(join(out(), 'submission.csv'));
    expect(graded).to.have.length(25 * STUDIES);
    const right = graded.filter(({ row_id = '', ...row }) => {
      const [, studyId, location = ''] = /^(\d+)_(.+)$/.exec(row_id) ?? [];
      const probabilities = [row.normal_mild, row.moderate, row.severe].map(Number);
      const grade = probabilities.indexOf(Math.max(...probabilities));
      return ['Normal/Mild', 'Moderate', 'Severe'][grade] === truth.get(studyId)?.[location];
    });
    expect(right.length / graded.length).to.be.above(0.75);
  });

  it('writes a report of them', async () => {
    const report = join(out(), 'report');
    expect(await readdir(report)).to.include('index.html');
    expect(await readdir(join(report, 'studies'))).to.have.length(STUDIES);
  });

  it('has the networks that experiments/nano.yaml trains', async () => {
    const { experiments } = await loadExperiments('nano', {});
    expect(experiments).to.have.length(8);
    for (const { name, architecture, frame } of experiments) {
      const { config } = await readRunFolder(join(WEIGHTS, name));
      expect(config.architecture, name).to.deep.equal(architecture.config);
      expect(config.input?.resolutionPx, name).to.equal(frame.model.resolutionPx);
    }
  });

  it('ships less than 10 MB of weights, and says where they are from', async () => {
    const names = await readdir(WEIGHTS, { recursive: true });
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(WEIGHTS, name))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.below(MAX_WEIGHT_BYTES);
    expect(names).to.include('README.md');
  });
});
