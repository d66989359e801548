import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { challengeTables, studyRows } from '../../src/phantom/challenge-tables.ts';
import { dicomFile } from '../../src/phantom/dicom-file.ts';
import { type PhantomSlice, type PhantomStudy, phantomStudy } from '../../src/phantom/phantom-study.ts';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { keptFolder } from '../support/temporary-folder.ts';

const WEIGHTS = fileURLToPath(new URL('../../weights/nano', import.meta.url));
const SEED = 31; // not the one that the weights were trained with

/** The pixels turned by 180 degrees, without a word in the header. */
const upsideDown = (slice: PhantomSlice): PhantomSlice => ({ ...slice, pixels: slice.pixels.toReversed() });

/** The same values at other places. */
const scrambled = (slice: PhantomSlice): PhantomSlice => {
  const pixels = slice.pixels.slice();
  let state = slice.fileNumber;
  for (let i = pixels.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [pixels[i], pixels[j]] = [pixels[j]!, pixels[i]!];
  }
  return { ...slice, pixels };
};

type Row = Readonly<Record<string, string>>;

describe('keypoints that anatomy rules out', function () {
  this.timeout(120_000);

  const graded = async (change: (slice: PhantomSlice) => PhantomSlice, kinds: readonly string[]) => {
    const folder = await keptFolder();
    const phantom = phantomStudy(SEED, 0, { quirks: false });
    const study: PhantomStudy = {
      ...phantom,
      series: phantom.series.map((series) =>
        kinds.includes(series.kind) ? { ...series, slices: series.slices.map(change) } : series,
      ),
    };
    for (const series of study.series) {
      const to = join(folder, 'studies', 'train_images', study.id, series.id);
      await mkdir(to, { recursive: true });
      for (const slice of series.slices)
        await writeFile(join(to, `${slice.fileNumber}.dcm`), dicomFile(study, series, slice));
    }
    for (const [name, text] of challengeTables(SEED, [studyRows(study)]))
      await writeFile(join(folder, 'studies', name), text);
    const out = join(folder, 'out');
    const { counts } = await gradeStudies({
      pipeline: 'demo',
      studies: join(folder, 'studies'),
      models: WEIGHTS,
      out,
      concurrency: 1,
      existing: 'refuse',
      startRuntime: () => startOnnxRuntime({ threads: 1 }),
      now: () => performance.now(),
      date: () => new Date(0),
    });
    const lines = (await readFile(join(out, 'warnings.jsonl'), 'utf8')).split('\n').filter((line) => line !== '');
    return {
      counts,
      warnings: lines.map((line) => JSON.parse(line)),
      bases: parse(await readFile(join(out, 'basis.csv'), 'utf8'), { columns: true }) as readonly Row[],
    };
  };

  it('raise no doubt where the spine is seen as it is', async () => {
    const { counts, warnings, bases } = await graded((slice) => slice, []);
    expect(warnings).to.deep.equal([]);
    expect(counts.grades).to.deep.equal({ seen: 25, partly: 0, notSeen: 0, unknown: 0, doubtful: 0 });
    expect(bases.map(({ seen, reasons }) => `${seen}${reasons}`)).to.deep.equal(new Array(25).fill('all'));
  });

  it('raise doubt in every grade of sagittal T2 pixels that are upside down, and in no foraminal one', async () => {
    const { counts, warnings, bases } = await graded(upsideDown, ['Sagittal T2/STIR']);
    expect(counts).to.include({ studies: 1, failed: 0 });
    const told = warnings.filter(({ code }) => code === 'KEYPOINTS_IMPLAUSIBLE');
    expect(told).to.have.length(1);
    expect(told[0].message).to.include('the keypoints are implausible').and.to.include('sagittal T2');
    const remarked = bases.filter(({ reasons }) => reasons !== '');
    expect(remarked.some(({ row_id }) => row_id?.includes('foraminal'))).to.equal(false);
    for (const { row_id = '', seen, reasons } of bases.filter(({ row_id }) => row_id?.includes('spinal_canal')))
      expect(seen === 'none' || /KEYPOINT/.test(reasons ?? ''), row_id).to.equal(true);
  });

  it('raise doubt in every grade that was seen where all pixels are noise', async () => {
    const { counts, warnings } = await graded(scrambled, ['Sagittal T2/STIR', 'Sagittal T1', 'Axial T2']);
    const { notSeen, doubtful, seen, partly } = counts.grades;
    expect(counts.failed).to.equal(0);
    expect(doubtful).to.equal(seen + partly);
    expect(notSeen + seen + partly).to.equal(25);
    expect(warnings.filter(({ code }) => code === 'KEYPOINTS_IMPLAUSIBLE')).to.have.length(1);
  });
});
