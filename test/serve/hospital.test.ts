import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { LOCATIONS } from '../../src/domain/vocabulary.ts';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { expectPoints, expectProbabilities, writtenGrades } from '../interop/expect-grades.ts';
import { headersByInstance } from '../interop/headers-by-instance.ts';
import { readObject, textOf } from '../interop/read-object.ts';
import { reportAnswer } from '../interop/report-answer.ts';
import { askPython, describeDicomPython } from '../support/dicom-python.ts';
import { describeWithTools, dicomErrorsOfEach, runTool, runToolOnEach } from '../support/dicom-tools.ts';
import { type Hospital, isInstalled, openHospital } from '../support/hospital.ts';
import { describeOrthanc } from '../support/orthanc.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { until } from '../support/toy-service.ts';

/** Phantoms that go through the hospital, and seconds that Orthanc is away; .ci/run has 20 and 30. */
const STUDIES = Number(process.env.SPINESTREAM_HOSPITAL_STUDIES ?? 3);
const AWAY_S = Number(process.env.SPINESTREAM_HOSPITAL_AWAY_S ?? 5);
const READ_REPORTS = new URL('../interop/read-reports.py', import.meta.url);
const ANSWER_MS = 60_000 + 60_000 * STUDIES;

type Row = Readonly<Record<string, string>>;

/** An object of this product as Orthanc gives it back. */
interface Returned {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly studyUid: string;
  readonly sopInstanceUid: string;
}

describeOrthanc('a node in a hospital: storescu, Orthanc, spinestream serve, Orthanc', function () {
  this.timeout(240_000 + 2 * ANSWER_MS);
  let folder = '';
  let hospital: Hospital;
  let reports: readonly Returned[] = [];
  let captures: readonly Returned[] = [];
  const images = () => join(folder, 'studies', 'train_images');
  const rowsOf = async (name: string): Promise<readonly Row[]> =>
    parse(await readFile(join(hospital.out, name), 'utf8'), { columns: true });

  before(async function () {
    if (!isInstalled('storescu')) {
      console.log('    pending: dcmtk is not installed');
      this.skip();
    }
    folder = await keptFolder();
    await makePhantoms({ studies: STUDIES, seed: 15, out: join(folder, 'studies') });
    hospital = await openHospital(folder);
    await hospital.serve();
  });
  after(() => hospital?.end());

  /** What Orthanc has of a modality, in files. */
  const returned = async (modality: string): Promise<readonly Returned[]> => {
    const into = join(folder, modality);
    await mkdir(into, { recursive: true });
    const all: Returned[] = [];
    for (const id of await hospital.found({ Modality: modality })) {
      const [bytes, file] = [await hospital.fileOf(id), join(into, `${id}.dcm`)]; // one by one: Orthanc closes what are too many
      await writeFile(file, bytes);
      const object = readObject(bytes);
      all.push({ file, bytes, studyUid: textOf(object, '0020000D'), sopInstanceUid: textOf(object, '00080018') });
    }
    return all;
  };

  it(`grades what a modality sends, through a kill and ${AWAY_S} s without Orthanc, and files what it made there`, async () => {
    const studies = (await readdir(images())).map((name) => join(images(), name));
    for (const study of studies) expect(await hospital.pushed(study), 'storescu').to.equal(0);
    await until(hospital.listed, (all) => all.studies.length === STUDIES, 60_000);
    await until(hospital.listed, (all) => all.studies.some(({ state }) => state === 'in-progress'), 60_000);
    await hospital.killService(); // in the middle of the first ones
    await hospital.stopOrthanc();
    await hospital.serve();
    await pause(1000 * AWAY_S); // what is graded meanwhile has nowhere to go
    await hospital.restartOrthanc();

    const done = await until(
      hospital.listed,
      (all) => all.studies.every(({ state }) => state === 'graded' || state === 'failed'),
      ANSWER_MS,
    );
    expect(done.studies.map(({ state, revision }) => [state, revision])).to.deep.equal(
      studies.map(() => ['graded', 1]),
    );
    await pause(4000); // the studies are stable again, with reports: they are not graded once more
    expect((await hospital.listed()).studies.map(({ revision }) => revision)).to.deep.equal(studies.map(() => 1));
    [reports, captures] = [await returned('SR'), await returned('OT')];
    expect(new Set(reports.map(({ studyUid }) => studyUid)).size, 'a report a study').to.equal(STUDIES);
    expect(reports).to.have.length(STUDIES);
    expect(captures).to.have.length((await readdir(join(hospital.out, 'dicom-sc'))).length);
    expect(captures.length).to.be.at.least(STUDIES);
  });

  it('grades a study that is referred to as it grades one that is sent, and makes the same objects of it', async () => {
    const [{ StudyInstanceUID: referred } = { StudyInstanceUID: '' }, ...others] = (await hospital.listed()).studies;
    const asked = await fetch(`${hospital.url}/studies`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ StudyInstanceUID: referred, source: hospital.dicomWeb }),
    });
    expect(asked.status).to.equal(202);
    await until(
      hospital.listed,
      ({ studies }) => studies.some(({ revision, state }) => revision === 2 && /graded|failed/.test(state)),
      ANSWER_MS,
    );
    expect(await hospital.stopService(), 'exit status').to.equal(0);
    const [first, second] = await Promise.all([referred, `${referred}~2`].map((id) => writtenGrades(hospital.out, id)));
    expect(first?.probabilities.size).to.equal(LOCATIONS.length);
    expect(second?.probabilities).to.deep.equal(first?.probabilities);
    for (const [modality, objects] of Object.entries({ SR: reports, OT: captures }))
      expect(await hospital.found({ Modality: modality }), 'known under their UIDs').to.have.length(objects.length);

    const journal = (await readFile(join(hospital.out, 'journal.jsonl'), 'utf8')).trim().split('\n');
    const recorded = journal.flatMap((line) => JSON.parse(line).studyId ?? []);
    const expected = [referred, `${referred}~2`, ...others.map((one) => one.StudyInstanceUID)];
    expect(recorded.sort()).to.deep.equal(expected.sort());
    expect(new Set((await rowsOf('stow.csv')).map(({ outcome }) => outcome))).to.deep.equal(new Set(['stored']));
    expect(existsSync(join(hospital.out, 'stow')), 'refused').to.equal(false);
  });

  it('gets back from Orthanc, byte by byte, what was made', async () => {
    expect(reports).to.have.length(STUDIES);
    for (const [output, objects] of Object.entries({ 'dicom-sr': reports, 'dicom-sc': captures }))
      for (const { sopInstanceUid, bytes } of objects) {
        const made = await readFile(join(hospital.out, output, `${sopInstanceUid}.dcm`));
        expect(Buffer.compare(made, bytes), `${output} ${sopInstanceUid}`).to.equal(0);
      }
  });

  describeWithTools('in DCMTK and dicom3tools', ['dsrdump', 'dcmdump', 'dciodvfy'], () => {
    it('dciodvfy finds no error in what comes back, dsrdump and dcmdump read it', () => {
      expect(reports).to.have.length(STUDIES);
      const files = [...reports, ...captures].map(({ file }) => file);
      for (const [file, errors] of dicomErrorsOfEach(files)) expect(errors, file).to.deep.equal([]);
      for (const { file } of reports) {
        const { status, stdout, stderr } = runTool('dsrdump', [file]);
        expect([status, stderr.split('\n').filter((line) => /^[EF]:/.test(line))]).to.deep.equal([0, []]);
        expect(stdout.match(/Probability of severe stenosis/g)).to.have.length.of.at.least(1);
      }
      const dumped = runToolOnEach(
        'dcmdump',
        ['-q'],
        captures.map(({ file }) => file),
      );
      expect(dumped.map(({ status }) => status)).to.deep.equal(captures.map(() => 0));
    });
  });

  describeDicomPython('in highdicom', () => {
    it('what comes back has the 25 probabilities of submission.csv and the points of coordinates.csv', async () => {
      expect(reports).to.have.length(STUDIES);
      const headers = await headersByInstance(images());
      const answers = askPython(
        READ_REPORTS,
        reports.map(({ file }) => file),
      );
      for (const [index, { studyUid }] of reports.entries()) {
        const answer = reportAnswer(answers[index]);
        const written = await writtenGrades(hospital.out, studyUid);
        expectProbabilities(answer, written);
        expectPoints(answer, written, headers);
      }
    });
  });
});
