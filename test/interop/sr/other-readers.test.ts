import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { patientPointOf } from '../../../src/dicom/index.ts';
import type { SliceGeometry } from '../../../src/domain/study.ts';
import type { PointPx } from '../../../src/domain/turn.ts';
import { LOCATIONS, locationOf } from '../../../src/domain/vocabulary.ts';
import { locationResults, severityOf } from '../../../src/interop/location-result.ts';
import { spatialCoordinates } from '../../../src/interop/sr/items.ts';
import { structuredReport } from '../../../src/interop/sr/structured-report.ts';
import type { StudyResult } from '../../../src/interop/study-result.ts';
import { askPython, describeDicomPython } from '../../support/dicom-python.ts';
import {
  describeWithTools,
  dicomErrors,
  dicomErrorsOfEach,
  runTool,
  runToolOnEach,
} from '../../support/dicom-tools.ts';
import { keptFolder } from '../../support/temporary-folder.ts';
import { exampleResult } from '../example-result.ts';
import { reportAnswer } from '../report-answer.ts';

const COUNT = 100;
/** highdicom takes a second for each. */
const READ = 20;

interface Written {
  readonly file: string;
  readonly result: StudyResult;
}

const written = async (count: number): Promise<readonly Written[]> => {
  const folder = await keptFolder();
  return Promise.all(
    Array.from({ length: count }, async (_, seed) => {
      const [file, result] = [join(folder, `${seed}.dcm`), exampleResult(seed)];
      await writeFile(file, structuredReport(result).bytes);
      return { file, result };
    }),
  );
};

describe('structured reports in other readers', function () {
  this.timeout(600_000);
  let reports: readonly Written[] = [];
  before(async () => {
    reports = await written(COUNT);
  });

  describeWithTools('dciodvfy', ['dciodvfy'], () => {
    it(`finds no error in ${COUNT} reports`, () => {
      const found = dicomErrorsOfEach(reports.map(({ file }) => file));
      expect(found.size).to.equal(COUNT);
      for (const [file, errors] of found) expect(errors, file).to.deep.equal([]);
    });

    it('finds the error in a report with an unknown term, so that it would find others', async () => {
      const { file } = reports[0]!;
      const broken = Buffer.from(structuredReport(exampleResult(0)).bytes);
      broken.write('XX', broken.indexOf('SEPARATE'));
      await writeFile(`${file}.broken`, broken);
      expect(dicomErrors(`${file}.broken`)).to.not.deep.equal([]);
    });
  });

  describeWithTools('DCMTK', ['dsrdump', 'dsr2xml'], () => {
    it(`dumps ${COUNT} reports without errors, each with 25 groups`, () => {
      const files = reports.map(({ file }) => file);
      const answers = runToolOnEach('dsrdump', ['+Pl'], files);
      expect(answers).to.have.length(COUNT);
      for (const { file, status, lines } of answers) {
        expect(status, file).to.equal(0);
        expect(lines.filter((line) => /^(E|F):/.test(line))).to.deep.equal([]);
        expect(lines.join('\n').match(/"Measurement Group"/g)).to.have.length(25);
      }
    });

    it('turns them into XML', () => {
      for (const { file } of reports.slice(0, 10)) {
        const { status, stdout, stderr } = runTool('dsr2xml', [file]);
        expect(status, stderr).to.equal(0);
        expect(stdout).to.contain('99SPINESTREAM').and.contain('<report type="Comprehensive 3D SR">');
      }
    });
  });

  describeDicomPython('highdicom', () => {
    it('maps coordinates on an image to the same place in the patient as this product does', () => {
      const geometry: SliceGeometry = {
        rows: 320,
        columns: 256,
        xSpacingMm: 0.6,
        ySpacingMm: 0.9,
        positionMm: { x: -20, y: -100.5, z: 130 },
        rowDirection: { x: 0, y: 0.8, z: -0.6 },
        columnDirection: { x: 0, y: -0.6, z: -0.8 },
      };
      const points: readonly PointPx[] = [
        { xPx: 0, yPx: 0 }, // the centre of the first pixel
        { xPx: 255, yPx: 319 },
        { xPx: 100.25, yPx: 7.5 },
      ];
      const { positionMm: at, rowDirection: row, columnDirection: column, xSpacingMm, ySpacingMm } = geometry;
      const answers = askPython(
        new URL('map-to-patient.py', new URL('..', import.meta.url)),
        points.map((point) => ({
          position: [at.x, at.y, at.z],
          orientation: [row.x, row.y, row.z, column.x, column.y, column.z],
          spacing: [ySpacingMm, xSpacingMm],
          point: [...spatialCoordinates(point)],
        })),
      );
      points.forEach((point, index) => {
        const { x, y, z } = patientPointOf(geometry, point);
        mapped(answers[index]).forEach((value, axis) => {
          expect(value).to.be.closeTo([x, y, z][axis]!, 1e-9);
        });
      });
      expect(patientPointOf(geometry, points[0]!)).to.deep.equal(at);
    });

    it(`finds in ${READ} reports the probabilities, points and sites that were written`, () => {
      const answers = askPython(
        new URL('read-reports.py', new URL('..', import.meta.url)),
        reports.slice(0, READ).map(({ file }) => file),
      );
      reports.slice(0, READ).forEach(({ result }, index) => {
        const answer = reportAnswer(answers[index]);
        const groups = new Map(answer.groups.map((group) => [group.location, group]));
        expect([...groups.keys()]).to.have.members([...LOCATIONS]);
        for (const location of locationResults(result)) {
          const { condition, level, probabilities, keypoint } = location;
          const group = groups.get(locationOf(condition, level))!;
          expect(group.probabilities).to.deep.equal(probabilities ?? [null, null, null]);
          expect(group.region?.point ?? null).to.deep.equal(
            keypoint === undefined ? null : [keypoint.pointPx.xPx + 0.5, keypoint.pointPx.yPx + 0.5].map(Math.fround),
          );
          expect(group.region?.instance).to.equal(keypoint?.image.sopInstanceUid);
          const mm = keypoint?.patient?.pointMm;
          expect(group.millimetres?.point ?? null).to.deep.equal(
            mm === undefined ? null : [mm.x, mm.y, mm.z].map(Math.fround),
          );
          expect(group.side).to.equal(SIDES[condition.split('_')[0]!] ?? null);
          const severity = group.evaluations.filter(([name]) => name === '246112005').map(([, value]) => value);
          const label = severityOf(location);
          expect(severity).to.deep.equal(label === undefined ? [] : [SEVERITIES[label]]);
        }
      });
    });
  });
});

const mapped = (answer: unknown): readonly number[] => {
  if (!Array.isArray(answer) || !answer.every((value) => typeof value === 'number')) throw new Error('no point');
  return answer;
};

const SIDES: Readonly<Record<string, string>> = { left: '7771000', right: '24028007' };
const SEVERITIES = ['NORMAL_MILD', '6736007', '24484000'];
