import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import dicomParser from 'dicom-parser';
import type { SpineError } from '../../src/domain/spine-error.ts';
import { conditionOfTitle, LOCATIONS, levelOfTitle, SEVERITIES } from '../../src/domain/vocabulary.ts';
import { badStudyCount, outputNotEmpty } from '../../src/phantom/errors.ts';
import { makePhantoms, type PhantomOptions } from '../../src/phantom/make-phantoms.ts';
import { describeWithTools, runTool } from '../support/dicom-tools.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const folder = mkdtempSync(join(tmpdir(), 'phantoms-'));
const checksums = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(root.length), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );

const refusal = (o: Partial<PhantomOptions>): Promise<SpineError> =>
  rejectionOf(makePhantoms({ studies: 1, seed: 1, out: join(folder, 'refused'), ...o }));

describe('makePhantoms', () => {
  const one = join(folder, 'one');
  const cut = join(folder, 'cut');
  const enough = new Error('enough');
  let studyIds: readonly string[] = [];
  let cutBy: unknown;
  const seen: string[] = [];
  const rows = (name: string): string[][] => parse(readFileSync(join(one, name)));

  before(async () => {
    const onStudy = (done: number, total: number): void => void seen.push(`${done}/${total}`);
    ({ studyIds } = await makePhantoms({ studies: 1, seed: 2, out: one, onStudy }));
    const stop = new AbortController();
    const longer = { studies: 3, seed: 2, out: cut, signal: stop.signal, onStudy: () => stop.abort(enough) };
    cutBy = await makePhantoms(longer).catch((error: unknown) => error);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('writes the same bytes each time, however many studies are asked for', () => {
    const files = checksums(join(one, 'train_images'));
    expect(Object.keys(files).length).to.be.above(40);
    expect(checksums(join(cut, 'train_images'))).to.deep.equal(files);
  });

  it('stops between studies when aborted, with the reason given, and leaves no train.csv', () => {
    expect(cutBy).to.equal(enough);
    expect(readdirSync(cut)).to.deep.equal(['train_images']);
  });

  it('reports progress and the studies it made', () => {
    expect(seen).to.deep.equal(['1/1']);
    expect(readdirSync(join(one, 'train_images'))).to.deep.equal(studyIds);
  });

  it('writes labels as the challenge does', () => {
    const [header, labels] = rows('train.csv');
    expect(header).to.deep.equal(['study_id', ...LOCATIONS]);
    expect(labels![0]).to.equal(studyIds[0]);
    for (const label of labels!.slice(1)) expect(label).to.be.oneOf([...SEVERITIES, '']);
  });

  it('writes descriptions of the series that are there', () => {
    const [header, ...descriptions] = rows('train_series_descriptions.csv');
    expect(header).to.deep.equal(['study_id', 'series_id', 'series_description']);
    for (const [study, series] of descriptions) {
      expect(existsSync(join(one, 'train_images', study!, series!))).to.equal(true);
    }
  });

  it('writes coordinates that name files that are there, in known words', () => {
    const [header, ...coordinates] = rows('train_label_coordinates.csv');
    expect(header).to.deep.equal(['study_id', 'series_id', 'instance_number', 'condition', 'level', 'x', 'y']);
    expect(coordinates.length).to.be.above(15);
    for (const [study, series, instance, condition, level] of coordinates) {
      expect(existsSync(join(one, 'train_images', study!, series!, `${instance}.dcm`))).to.equal(true);
      expect(conditionOfTitle(condition!)).to.be.a('string');
      expect(levelOfTitle(level!)).to.be.a('string');
    }
  });

  it('writes DICOM from which a coordinate leads back to the landmark in millimetres', () => {
    const truth = JSON.parse(readFileSync(join(one, 'truth.json'), 'utf8'));
    for (const [study, series, instance, condition, level, x, y] of rows('train_label_coordinates.csv').slice(1)) {
      const data = dicomParser.parseDicom(readFileSync(join(one, 'train_images', study!, series!, `${instance}.dcm`)));
      const numbers = (tag: string) => data.string(tag)!.split('\\').map(Number);
      const [position, lines, spacing] = [numbers('x00200032'), numbers('x00200037'), numbers('x00280030')];
      const location = `${conditionOfTitle(condition!)}_${levelOfTitle(level!)}`;
      const landmark: number[] = truth.studies[0].points_mm[location];
      const off = [0, 1, 2].map(
        (axis) =>
          position[axis]! +
          Number(x) * spacing[1]! * lines[axis]! +
          Number(y) * spacing[0]! * lines[axis + 3]! -
          landmark[axis]!,
      );
      // What is left is the way to the slice's plane: within the distance between slices.
      expect(Math.hypot(...off), location).to.be.below(5);
      const across = (axes: number[]) => axes.reduce((sum, cosine, axis) => sum + cosine * off[axis]!, 0);
      expect(across(lines.slice(0, 3)), location).to.be.closeTo(0, 1e-4);
      expect(across(lines.slice(3)), location).to.be.closeTo(0, 1e-4);
    }
  });

  it('writes complete files that name nobody', () => {
    const series = join(one, 'train_images', studyIds[0]!);
    const file = join(series, readdirSync(series)[0]!, '5.dcm');
    const data = dicomParser.parseDicom(readFileSync(file));
    expect(data.string('x00100010')).to.equal('PHANTOM');
    expect(data.string('x00100020')).to.equal('PHANTOM');
    expect(['x00080020', 'x00080030', 'x00200010'].map((tag) => data.string(tag))).to.deep.equal([
      '20000101', // of every phantom
      '000000',
      'PHANTOM',
    ]);
    for (const absent of ['x00100030', 'x00080021', 'x00080080', 'x00080090'])
      expect(data.elements[absent]).to.equal(undefined);
    expect(data.string('x00020010')).to.equal('1.2.840.10008.1.2.1');
    expect(data.string('x00080018')).to.equal(data.string('x00020003'));
    expect(data.string('x00200013')).to.equal('5');
    expect(data.uint16('x00280100')).to.equal(16);
    expect(data.elements.x7fe00010!.length).to.equal(2 * data.uint16('x00280010')! * data.uint16('x00280011')!);
  });

  describeWithTools('on a medium', ['dcmmkdir'], () => {
    it('is listed by a DICOMDIR, which needs date, time and number of the study', () => {
      const medium = join(folder, 'medium');
      const study = join(one, 'train_images', studyIds[0]!);
      mkdirSync(medium);
      const files = readdirSync(study, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      for (const [index, entry] of files.entries())
        copyFileSync(join(entry.parentPath, entry.name), join(medium, `IM${index}`)); // DICOM's names for files
      const { status, stdout, stderr } = runTool('dcmmkdir', ['+r', '+id', medium, '+D', join(medium, 'DICOMDIR')]);
      expect(stdout + stderr).to.equal('');
      expect(status).to.equal(0);
      const { stdout: listed } = runTool('dcmdump', ['-q', '+P', 'DirectoryRecordType', join(medium, 'DICOMDIR')]);
      expect(listed.match(/\[IMAGE/g)).to.have.length(files.length);
    });
  });

  it('refuses a count that is not an integer, at least 1', async () => {
    for (const studies of [0, -3, 1.5, Number.NaN]) {
      const error = await refusal({ studies });
      expect(error.code).to.equal('PHANTOM_BAD_COUNT');
      expect(error.message).to.equal(`invalid number of studies ${studies} (number); expected an integer, at least 1`);
    }
    expect(badStudyCount('six').message).to.contain('"six" (string)');
  });

  it('refuses a seed that is not a whole number', async () => {
    const error = await refusal({ seed: -1 });
    expect(error.code).to.equal('PHANTOM_BAD_SEED');
    expect(error.message).to.equal('invalid seed -1 (number); expected an integer from 0 to 9007199254740991');
  });

  it('refuses a folder with something in it, and leaves it as it was', async () => {
    const error = await refusal({ out: one });
    expect(error.code).to.equal('PHANTOM_OUTPUT_NOT_EMPTY');
    expect(error.where.file).to.equal(one);
    expect(outputNotEmpty('out', 'train.csv').message).to.equal(
      'out: the output folder is not empty (contains "train.csv"); choose a new folder or empty this one',
    );
  });

  it('refuses a file as its folder', async () => {
    const out = join(folder, 'a-file');
    writeFileSync(out, '');
    const error = await refusal({ out });
    expect(error.code).to.equal('PHANTOM_OUTPUT_NOT_FOLDER');
    expect(error.message).to.equal(`${out}: not a readable folder, expected a new or an empty one; choose another`);
    expect(error.cause).to.be.instanceOf(Error);
  });

  it('says that it cannot write', async () => {
    const out = join(folder, 'blocked');
    const error = await refusal({ out, studies: 1, onStudy: () => mkdirSync(join(out, 'train.csv')) });
    expect(error.code).to.equal('PHANTOM_OUTPUT_UNWRITABLE');
    expect(error.where.file).to.equal(out);
    expect(error.reason).to.include('check its permissions and the free space');
  });
});
