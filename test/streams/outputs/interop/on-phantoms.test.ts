import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { copiedAttributes, geometryOf } from '../../../../src/dicom/index.ts';
import { startOnnxRuntime } from '../../../../src/models/runtime/onnx/onnx-runtime.ts';
import { makePhantoms } from '../../../../src/phantom/make-phantoms.ts';
import { gradeStudies } from '../../../../src/run/grade-studies.ts';
import { expectPoints, expectProbabilities, writtenGrades } from '../../../interop/expect-grades.ts';
import { headersByInstance } from '../../../interop/headers-by-instance.ts';
import { itemsNamed, readObject, textOf } from '../../../interop/read-object.ts';
import { type ReportAnswer, reportAnswer } from '../../../interop/report-answer.ts';
import { askPython, describeDicomPython } from '../../../support/dicom-python.ts';
import { describeWithTools, dicomErrors } from '../../../support/dicom-tools.ts';
import { fhirErrors } from '../../../support/fhir-schema.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const READ_REPORTS = new URL('../../../interop/read-reports.py', import.meta.url);
const MAP_TO_PATIENT = new URL('../../../interop/map-to-patient.py', import.meta.url);
const KEYPOINTS = 'spinal: sagt2, foraminal: sagt1, subarticular: axial';
const RESULT = `probabilities: final, ${KEYPOINTS}`;

type Row = Readonly<Record<string, string>>;
const rowsOf = async (file: string): Promise<readonly Row[]> => parse(await readFile(file, 'utf8'), { columns: true });

describe('outputs for other systems, in a run on phantoms', function () {
  this.timeout(300_000);
  let folder = '';
  let studies: readonly string[] = [];
  const path = (...parts: readonly string[]) => join(folder, ...parts);
  const imagesOf = (study: string) => path('studies', 'train_images', study);

  const run = async (out: string): Promise<void> => {
    const demo = await readFile(join(ROOT, 'pipelines', 'demo.yaml'), 'utf8');
    const outputs = `outputs:
  - submission: { probabilities: final }
  - coordinates: { ${KEYPOINTS} }
  - dicom-sr: { ${RESULT} }
  - dicom-sc: { ${RESULT} }
  - fhir: { ${RESULT} }
`;
    const unused = /^ {2}(truth|identifiers):.*\n/gm;
    await writeFile(path('interop.yaml'), demo.replace(/^outputs:[\s\S]*/m, outputs).replace(unused, ''));
    const summary = await gradeStudies({
      pipeline: path('interop.yaml'),
      studies: path('studies'),
      models: join(ROOT, 'weights', 'nano'),
      variables: {},
      out: path(out),
      concurrency: 1,
      existing: 'refuse',
      startRuntime: () => startOnnxRuntime({ threads: 1 }),
      now: () => performance.now(),
      date: () => new Date(0),
    });
    expect(summary.counts).to.include({ studies: 2, failed: 1 });
  };

  /** Files of an output, by study. */
  const filesOf = async (output: string, study: string): Promise<readonly string[]> =>
    (await rowsOf(path('out', `${output}.csv`)))
      .filter(({ study_id }) => study_id === study)
      .map(({ file }) => path('out', file!));

  const onlyFile = async (output: string, study: string): Promise<string> => {
    const [file, ...others] = await filesOf(output, study);
    expect(others).to.have.length(0);
    return file!;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spinestream-interop-'));
    await makePhantoms({ studies: 2, seed: 31, quirks: false, out: path('studies') });
    studies = (await readdir(path('studies', 'train_images'))).sort();
    // The pixels of the second study end early: it fails, but its headers say whose it is.
    for (const name of await readdir(imagesOf(studies[1]!), { recursive: true }))
      if (name.endsWith('.dcm')) await truncate(join(imagesOf(studies[1]!), name), 10_000);
    await run('out');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('write a report and a bundle a study, and eight key images of one that was graded', async () => {
    const [graded, failed] = studies;
    expect(await filesOf('dicom-sr', graded!)).to.have.length(1);
    expect(await filesOf('fhir', graded!)).to.have.length(1);
    expect(await filesOf('dicom-sc', graded!)).to.have.length(8);
    expect(await filesOf('dicom-sr', failed!)).to.have.length(1);
    expect(await filesOf('dicom-sc', failed!)).to.have.length(0);
  });

  it('name no study in the names of files', async () => {
    for (const name of await readdir(path('out'), { recursive: true }))
      for (const study of studies) expect(name).to.not.contain(study);
  });

  it('file everything with the study of its images', async () => {
    const [{ file } = { file: '' }] = [...(await headersByInstance(imagesOf(studies[0]!))).values()];
    const source = new Map(copiedAttributes(await readFile(file)).map(({ tag, values }) => [tag, values[0] ?? '']));
    const files = [...(await filesOf('dicom-sr', studies[0]!)), ...(await filesOf('dicom-sc', studies[0]!))];
    for (const one of files) {
      const object = readObject(await readFile(one));
      for (const tag of ['0020000D', '00100020', '00081030']) expect(textOf(object, tag)).to.equal(source.get(tag));
    }
  });

  it('say of the study that failed that it was not graded, and why', async () => {
    const object = readObject(await readFile(await onlyFile('dicom-sr', studies[1]!)));
    const comments = itemsNamed(object, '121106').map((item) => textOf(item, '0040A160'));
    expect(comments.at(-1)).to.match(/^The study was not graded: [A-Z_]+\.$/);
    expect(itemsNamed(object, 'P_SEVERE')).to.have.length(0);
    expect(await readFile(await onlyFile('fhir', studies[1]!), 'utf8')).to.contain('The study was not graded');
  });

  it('give the same bytes in another run', async () => {
    await run('again');
    for (const output of ['dicom-sr', 'dicom-sc', 'fhir']) {
      const names = (await readdir(path('out', output))).sort();
      expect((await readdir(path('again', output))).sort()).to.deep.equal(names);
      for (const name of names) {
        const [a, b] = await Promise.all(['out', 'again'].map((one) => readFile(path(one, output, name))));
        expect(Buffer.compare(a!, b!), `${output} ${name}`).to.equal(0);
      }
    }
  });

  it('write bundles that fit the schema of FHIR', async () => {
    for (const study of studies) {
      const bundle = JSON.parse(await readFile(await onlyFile('fhir', study), 'utf8'));
      expect(fhirErrors(bundle)).to.deep.equal([]);
    }
  });

  describeWithTools('dciodvfy', ['dciodvfy'], () => {
    it('finds no error in reports and key images', async () => {
      for (const output of ['dicom-sr', 'dicom-sc'])
        for (const name of await readdir(path('out', output)))
          expect(dicomErrors(path('out', output, name)), name).to.deep.equal([]);
    });
  });

  describeDicomPython('highdicom', () => {
    const reportOf = async (study: string): Promise<ReportAnswer> => {
      const [answer] = askPython(READ_REPORTS, [await onlyFile('dicom-sr', study)]);
      return reportAnswer(answer);
    };

    it('finds the 25 probabilities of submission.csv', async () => {
      expectProbabilities(await reportOf(studies[0]!), await writtenGrades(path('out'), studies[0]!));
    });

    it('finds the points of coordinates.csv, half a pixel on, on the same images', async () => {
      const images = await headersByInstance(imagesOf(studies[0]!));
      expectPoints(await reportOf(studies[0]!), await writtenGrades(path('out'), studies[0]!), images);
    });

    it('maps each point on its image to the point in the patient that the report has', async () => {
      const headers = await headersByInstance(imagesOf(studies[0]!));
      const located = (await reportOf(studies[0]!)).groups.filter(({ region }) => region !== null);
      const mapped = askPython(
        MAP_TO_PATIENT,
        located.map(({ region }) => {
          const geometry = geometryOf(headers.get(region?.instance)!.header);
          const { positionMm: at, rowDirection: row, columnDirection: column } = geometry;
          return {
            position: [at.x, at.y, at.z],
            orientation: [row.x, row.y, row.z, column.x, column.y, column.z],
            spacing: [geometry.ySpacingMm, geometry.xSpacingMm],
            point: region?.point,
          };
        }),
      );
      located.forEach(({ millimetres }, index) => {
        const point: unknown = mapped[index];
        if (!Array.isArray(point)) throw new Error('no point');
        for (const [axis, mm] of point.entries()) expect(mm).to.be.closeTo(millimetres!.point[axis]!, 1e-3);
      });
    });
  });
});
