import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createRng, type Rng } from '../../../src/domain/seeded-rng.ts';
import type { ImageMeasure, ImageReference, ImageStatistics } from '../../../src/domain/statistics/image-statistics.ts';
import { compareWindows } from '../../../src/evaluation/drift/compare-windows.ts';
import { referenceOfModel } from '../../../src/evaluation/drift/drift-reference.ts';
import type { DriftReport } from '../../../src/evaluation/drift/drift-report.ts';
import type { DriftStudy } from '../../../src/evaluation/drift/drift-study.ts';
import { type DriftOptions, findDrift } from '../../../src/evaluation/drift/find-drift.ts';
import { imageKey } from '../../../src/evaluation/drift/image-keys.ts';
import { imageReferenceOf } from '../../../src/imaging/index.ts';
import {
  formatImageReference,
  IMAGE_REFERENCE_FILE,
  readImageReference,
} from '../../../src/models/weights/image-reference-record.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { drawnStudy, writeGrades, writeImageTable, writeJournal, writeWarnings } from './run-tables.ts';

const MODEL = fileURLToPath(new URL('../../../weights/nano/nano_spinal', import.meta.url));
const LEVEL = 0.01;

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** The study on another scanner: measures times these factors. */
const changed = (study: ImageStatistics, factors: Partial<Record<ImageMeasure, number>>): ImageStatistics => ({
  ...study,
  series: study.series.map(({ kind, measures }) => ({
    kind,
    measures: {
      ...measures,
      ...Object.fromEntries(
        Object.entries(factors).map(([measure, factor]) => [
          measure,
          factor * (measures[measure as ImageMeasure] ?? 0),
        ]),
      ),
    },
  })),
});

describe('findDrift', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let reference: ImageReference;
  before(async () => {
    reference = (await readImageReference(MODEL))!.reference;
  });
  const studies = (count: number, rng: Rng) => many(count, () => drawnStudy(reference, rng));
  const found = (runs: readonly string[], options: Partial<DriftOptions> = {}): Promise<DriftReport> =>
    findDrift({
      runs: runs.map((run) => join(folder(), run)),
      level: LEVEL,
      out: join(folder(), 'drift'),
      overwrite: true,
      ...options,
    });
  const alarmed = ({ comparisons, windows }: DriftReport) => [
    ...new Set(comparisons.filter(({ alarm }) => alarm).map(({ window }) => windows[window]!.first)),
  ];

  it('raises no alarm on 500 unchanged studies, in windows of 50 or as a whole', async () => {
    await writeImageTable(join(folder(), 'out'), studies(500, createRng(1)));
    for (const window of [50, undefined]) {
      const report = await found(['out'], { reference: MODEL, window });
      expect(report.windows.length).to.equal(window === undefined ? 1 : 10);
      expect(report.comparisons.length).to.be.at.least(30 * report.windows.length);
      expect(report.alarms).to.equal(0);
    }
  });

  const PLANTED = {
    contrast: { contrast: 0.85, middle: 1.25 },
    noise: { noise: 1.6 },
    'half resolution': { spacing_mm: 2 },
  } as const;
  for (const [name, factors] of Object.entries(PLANTED))
    it(`finds another scanner within 50 studies: ${name}`, async () => {
      const all = studies(500, createRng(2)).map((study, index) => (index < 450 ? study : changed(study, factors)));
      await writeImageTable(join(folder(), 'out'), all);
      const report = await found(['out'], { reference: MODEL, window: 50 });
      expect(alarmed(report)).to.deep.equal([451]);
      const measures = report.comparisons.filter(({ alarm }) => alarm).map((one) => one.name);
      const titles = Object.keys(factors).flatMap((measure) =>
        measures.filter((one) => imageKey('Axial T2', measure as ImageMeasure) === `images: ${one}`),
      );
      expect(titles.length).to.be.at.least(1);
    });

  it('raises no alarm on a pixel spacing that all studies share, as protocols have it', async () => {
    const measures = { slices: 15, spacing_mm: 0.46875, field_mm: 240 };
    const shared: ImageStatistics = {
      series: [{ kind: 'Axial T2', measures }],
      manufacturer: undefined,
      fieldStrengthT: undefined,
    };
    const model = join(folder(), 'model');
    await mkdir(model, { recursive: true });
    const trained = imageReferenceOf(many(40, () => shared));
    await writeFile(join(model, IMAGE_REFERENCE_FILE), formatImageReference(trained));
    await writeImageTable(
      join(folder(), 'out'),
      many(40, () => shared),
    );
    const { comparisons, alarms } = await found(['out'], { reference: model });
    expect(comparisons.map(({ difference }) => difference)).to.deep.equal(comparisons.map(() => 0));
    expect(alarms).to.equal(0);
  });

  it('raises a false alarm no more often than the level states', () => {
    const model = referenceOfModel('model', reference);
    const rng = createRng(3);
    const drawn = (): DriftStudy => {
      const { series } = drawnStudy(reference, rng);
      const numbers = series.flatMap(({ kind, measures }) =>
        Object.entries(measures).map(([measure, value]) => [imageKey(kind, measure as ImageMeasure), value] as const),
      );
      return { studyId: '', numbers: new Map(numbers), categories: new Map() };
    };
    const alarms = many(200, () => {
      const pair = { reference: model, studies: many(50, drawn), window: 0 };
      return compareWindows([pair], 0.05).comparisons.some(({ alarm }) => alarm);
    }).filter(Boolean).length;
    expect(alarms).to.be.at.most(22); // at 5%: 10 expected; more than 22 of 200 has a probability of 1e-4
  });

  it('compares the distances of features with the first, by network', async () => {
    const rng = createRng(6);
    for (const [run, far] of [
      ['january', 1],
      ['february', 1],
      ['march', 1.5],
    ] as const) {
      const distances = many(60, (index) => [
        `${index + 1},spinal,${far * (0.5 + rng())},2,no`,
        `${index + 1},foraminal,${index === 0 ? '' : 0.5 + rng()},2,${index === 0 ? 'unknown' : 'no'}`,
      ]);
      await mkdir(join(folder(), run), { recursive: true });
      const rows = ['study_id,network,distance,bound,unusual', ...distances.flat()];
      await writeFile(join(folder(), run, 'feature-distances.csv'), `${rows.join('\n')}\n`);
    }
    const report = await found(['january', 'february', 'march']);
    const alarms = report.comparisons.filter(({ alarm }) => alarm);
    expect(alarms.map(({ group, name, window }) => [group, name, window])).to.deep.equal([
      ['features', 'distance of spinal', 1],
    ]);
    expect(report.comparisons.length).to.equal(4);
    expect(report.references[0]!.groups).to.include('features');
  });

  it('compares grades and warnings of runs with the first', async () => {
    const rng = createRng(4);
    for (const [run, severe] of [
      ['january', 0.1],
      ['february', 0.1],
      ['march', 0.3],
    ] as const) {
      await writeGrades(
        join(folder(), run),
        many(60, () => severe + 0.05 * rng()),
      );
      await writeWarnings(join(folder(), run), 'AXIAL_TOO_FAR', run === 'march' ? many(30, (i) => i + 1) : [7]);
    }
    const report = await found(['january', 'february', 'march']);
    expect(report.windows.map(({ run, alarms }) => [run, alarms > 0])).to.deep.equal([
      ['february', false],
      ['march', true],
    ]);
    const names = report.comparisons.filter(({ alarm }) => alarm).map(({ group, name }) => `${group}: ${name}`);
    expect(names).to.include.members(['grades: severity of spinal canal', 'warnings: AXIAL_TOO_FAR']);
    const [warned] = report.comparisons.filter(({ name, window }) => name === 'AXIAL_TOO_FAR' && window === 1);
    expect(warned).to.deep.include({ reference: { count: 60, share: 1 / 60 }, found: { count: 60, share: 0.5 } });
  });

  it('notices a warning that the reference never had, and a scanner that it does not know', async () => {
    const own = studies(40, createRng(5));
    await writeImageTable(
      join(folder(), 'january'),
      own.map((study) => ({ ...study, manufacturer: 'GE' })),
    );
    await writeImageTable(
      join(folder(), 'february'),
      own.map((study) => ({ ...study, manufacturer: 'SIEMENS' })),
    );
    await writeWarnings(
      join(folder(), 'february'),
      'SLICE_GAP',
      many(20, (i) => i + 1),
    );
    const report = await found(['january', 'february']);
    const names = report.comparisons.filter(({ alarm }) => alarm).map(({ group, name }) => `${group}: ${name}`);
    expect(names).to.deep.equal(['scanner: manufacturer', 'warnings: SLICE_GAP']);
  });

  it('takes studies in order of completion, not of their ids', async () => {
    const rng = createRng(6);
    const all = studies(100, rng).map((study, index) => (index % 2 === 0 ? study : changed(study, { noise: 3 })));
    await writeImageTable(join(folder(), 'out'), all);
    const [even, odd] = [many(50, (i) => 2 * i + 1), many(50, (i) => 2 * i + 2)];
    await writeJournal(join(folder(), 'out'), [...even, ...odd]);
    expect(alarmed(await found(['out'], { reference: MODEL, window: 50 }))).to.deep.equal([51]);
  });

  it('writes a page, a table and JSON that say the same and name no study', async () => {
    await writeImageTable(
      join(folder(), 'out'),
      studies(60, createRng(7)).map((study) => changed(study, { noise: 3 })),
    );
    const report = await found(['out'], { reference: MODEL });
    const read = (name: string) => readFile(join(folder(), 'drift', name), 'utf8');
    const again = await rejectionOf(found(['out'], { reference: MODEL, overwrite: false }));
    expect([again.code, again.reason]).to.deep.equal([
      'OUTPUT_NOT_EMPTY',
      'the folder contains an earlier drift report (drift.json); replace it with --overwrite, or choose another folder with --out',
    ]);
    expect(JSON.parse(await read('drift.json'))).to.deep.equal(JSON.parse(JSON.stringify(report)));
    const [header = [], ...rows] = (await read('drift.csv'))
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    expect(rows.length).to.equal(report.comparisons.length);
    expect(rows.filter((cells) => cells[header.indexOf('alarm')] === 'yes').length).to.equal(report.alarms);
    const page = await read('drift.html');
    expect(page).to.include(`${report.alarms} alarms`).and.include('Axial T2 noise').and.include('<svg');
    expect(page).not.to.match(/<script[^>]*>[^<]/);
  });

  it('says what is missing', async () => {
    await writeImageTable(join(folder(), 'few'), studies(3, createRng(8)));
    const code = async (run: Promise<unknown>) => (await rejectionOf(run)).code;
    expect(await code(found(['few']))).to.equal('DRIFT_REFERENCE_MISSING');
    expect(await code(found(['few', 'few']))).to.equal('DRIFT_RUN_TWICE');
    expect(await code(found(['few'], { reference: MODEL }))).to.equal('DRIFT_NOTHING_COMPARED');
    expect(await code(found(['few'], { reference: folder() }))).to.equal('DRIFT_REFERENCE_UNKNOWN');
    expect(await code(found(['absent'], { reference: MODEL }))).to.equal('DRIFT_INPUT_UNKNOWN');
  });
});
