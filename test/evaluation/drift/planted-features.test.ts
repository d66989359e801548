import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startOnnxRuntime } from '../../../src/models/runtime/onnx/onnx-runtime.ts';
import { challengeTables, studyRows } from '../../../src/phantom/challenge-tables.ts';
import { dicomFile } from '../../../src/phantom/dicom-file.ts';
import { type PhantomStudy, phantomStudy } from '../../../src/phantom/phantom-study.ts';
import { gradeStudies } from '../../../src/run/grade-studies.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { CHANGES_OF_CONTENT } from './planted-change.ts';

const MODELS = fileURLToPath(new URL('../../../weights/nano', import.meta.url));
const SEED = 9300;
/** Number of phantoms to render, change and grade; docs/drift.md has the figures of 25. */
const STUDIES = Math.ceil(Number(process.env.SPINESTREAM_DRIFT ?? 0) / 2);

const describeFeatures = (title: string, body: (this: Mocha.Suite) => void): void => {
  if (STUDIES > 0) describe(title, body);
  else describe(title, () => it('pending: SPINESTREAM_DRIFT=10 grades five studies for it, and takes a minute'));
};

const writeStudy = async (folder: string, study: PhantomStudy): Promise<void> => {
  for (const series of study.series) {
    const place = join(folder, 'train_images', study.id, series.id);
    await mkdir(place, { recursive: true });
    for (const slice of series.slices)
      await writeFile(join(place, `${slice.fileNumber}.dcm`), dicomFile(study, series, slice));
  }
};

/** Studies with `isUnusual` in the last column of a table. */
const studiesIn = async (file: string, isUnusual: (cell: string) => boolean): Promise<number> => {
  const [, ...rows] = (await readFile(file, 'utf8')).trim().split('\n');
  return new Set(rows.filter((row) => isUnusual(row.split(',').at(-1)!)).map((row) => row.split(',')[0])).size;
};

describeFeatures('a planted change of what the images show', function (this: Mocha.Suite) {
  this.timeout(60_000 + 60_000 * STUDIES);
  const folder = temporaryFolder();
  const phantoms: PhantomStudy[] = [];
  before(() => {
    for (let index = 0; index < STUDIES; index++) phantoms.push(phantomStudy(SEED, index));
  });

  const unusual = async (change: (study: PhantomStudy) => PhantomStudy) => {
    const [studies, out] = [join(folder(), 'studies'), join(folder(), 'out')];
    const rows = [];
    for (const phantom of phantoms) {
      await writeStudy(studies, change(phantom));
      rows.push(studyRows(phantom));
    }
    for (const [name, text] of challengeTables(SEED, rows)) await writeFile(join(studies, name), text);
    await gradeStudies({
      ...{ pipeline: 'demo', studies, models: MODELS, out, existing: 'refuse' },
      startRuntime: () => startOnnxRuntime({ threads: 1 }),
    });
    return {
      byImages: await studiesIn(join(out, 'image-statistics.csv'), (cell) => cell !== 'none'),
      byFeatures: await studiesIn(join(out, 'feature-distances.csv'), (cell) => cell === 'yes'),
    };
  };

  it('is not found where there is none', async () => {
    const { byImages, byFeatures } = await unusual((study) => study);
    expect(byImages).to.equal(0);
    expect(byFeatures).to.be.at.most(1);
  });

  for (const [name, change] of Object.entries(CHANGES_OF_CONTENT))
    it(`is found by features, and not by image statistics: ${name}`, async () => {
      const { byImages, byFeatures } = await unusual(change);
      expect(byImages).to.equal(0);
      expect(byFeatures).to.be.at.least(0.8 * STUDIES);
    });
});
