import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { LOCATIONS } from '../../src/domain/vocabulary.ts';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { itemsNamed, itemsOf, type ReadElements, readObject, textOf } from '../interop/read-object.ts';
import { listening } from '../support/listening.ts';
import { describeOrthanc, type Orthanc, startOrthanc } from '../support/orthanc.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { until } from '../support/toy-service.ts';

/** Phantoms that go through the hospital; .ci/run sends 20. */
const STUDIES = Number(process.env.SPINESTREAM_HOSPITAL_STUDIES ?? 3);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RULE = join(ROOT, 'examples', 'hospital', 'forward.lua');
const ANSWER_MS = 60_000 + 60_000 * STUDIES;

const freePort = async (): Promise<number> => {
  const server = createServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  return port;
};

interface Listed {
  readonly studies: readonly { readonly StudyInstanceUID: string; readonly state: string; readonly revision: number }[];
}

const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

describeOrthanc('a node in a hospital: storescu, Orthanc, spinestream serve, Orthanc', function () {
  this.timeout(180_000 + 2 * ANSWER_MS);
  let folder: string;
  let port: number;
  let orthanc: Orthanc;
  let service: ChildProcess;
  const orthancOptions = () => ({
    scripts: [RULE],
    dicomWeb: { Servers: { spinestream: { Url: `http://127.0.0.1:${port}/`, ChunkedTransfers: true } } },
  });
  const out = () => join(folder, 'results');

  const serve = async () => {
    service = spawn(
      process.execPath,
      [
        ...['--import', 'tsx', 'src/cli/main.ts', 'serve', 'hospital', '--models', 'weights/nano', '--out', out()],
        ...[
          '--port',
          String(port),
          '--quiet',
          '2',
          '--dicomweb',
          orthanc.dicomWeb,
          '--set',
          `pacs=${orthanc.dicomWeb}`,
        ],
      ],
      { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    service.stderr?.on('data', (text) => {
      said += text;
    });
    const alive = () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ status }) => status,
        () => `no answer; it said ${said}`,
      );
    await until(alive, (status) => status === 200, 60_000);
  };
  const killed = async () => {
    const exit = once(service, 'exit');
    service.kill('SIGKILL');
    await exit;
  };
  const listed = async () => (await (await fetch(`http://127.0.0.1:${port}/studies`)).json()) as Listed;
  const found = async (wanted: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const query = { Level: 'Instance', Expand: false, Query: wanted };
    const answer = await fetch(`${orthanc.url}/tools/find`, { method: 'POST', body: JSON.stringify(query) });
    return (await answer.json()) as readonly string[];
  };
  const fileOf = async (id: string) =>
    new Uint8Array(await (await fetch(`${orthanc.url}/instances/${id}/file`)).arrayBuffer());
  const pushed = async (study: string) => {
    const program = spawn('storescu', [
      '-aec',
      orthanc.aet,
      '+sd',
      '+r',
      '127.0.0.1',
      String(orthanc.dicomPort),
      study,
    ]);
    const [code] = await once(program, 'exit');
    expect(code, 'storescu').to.equal(0);
  };

  before(async function () {
    if (!isInstalled('storescu') || !isInstalled('dsrdump')) {
      console.log('    pending: dcmtk is not installed');
      this.skip();
    }
    folder = await keptFolder();
    port = await freePort();
    await makePhantoms({ studies: STUDIES, seed: 15, out: join(folder, 'studies') });
    orthanc = await startOrthanc(orthancOptions());
    await serve();
  });
  after(() => void service?.kill('SIGKILL'));

  it('grades what a modality sends, through a kill and a PACS that is away, and files reports and key images', async () => {
    const images = join(folder, 'studies', 'train_images');
    const studies = (await readdir(images)).map((name) => join(images, name));
    for (const study of studies) await pushed(study);
    await until(listed, (all) => all.studies.length === STUDIES, 60_000);
    await until(listed, (all) => all.studies.some(({ state }) => state === 'in-progress'), 60_000);
    await killed(); // in the middle of the first ones
    await orthanc.stop(); // nobody to send to
    await serve();
    await pause(10_000);
    orthanc = await startOrthanc({ ...orthancOptions(), again: orthanc });

    const done = await until(
      listed,
      (all) => all.studies.every(({ state }) => state === 'graded' || state === 'failed'),
      ANSWER_MS,
    );
    expect(done.studies.map(({ state, revision }) => [state, revision])).to.deep.equal(
      studies.map(() => ['graded', 1]),
    );
    expect(await found({ Modality: 'SR' }), 'reports in Orthanc').to.have.length(STUDIES);
    await pause(4000); // the studies are stable again, with reports: they are not graded once more
    expect((await listed()).studies.map(({ revision }) => revision)).to.deep.equal(studies.map(() => 1));
    const [{ StudyInstanceUID: referred } = { StudyInstanceUID: '' }] = done.studies;
    const asked = await fetch(`http://127.0.0.1:${port}/studies`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ StudyInstanceUID: referred, source: orthanc.dicomWeb }),
    });
    expect(asked.status).to.equal(202);
    await until(
      listed,
      ({ studies: all }) => all.some(({ revision, state }) => revision === 2 && /graded|failed/.test(state)),
      ANSWER_MS,
    );
    const exit = once(service, 'exit');
    service.kill('SIGINT');
    expect((await exit)[0], 'exit status').to.equal(0);

    const rows = (await readFile(join(out(), 'submission.csv'), 'utf8'))
      .split('\n')
      .filter((row) => row.startsWith(referred));
    const [second, first] = [true, false].map((isSecond) =>
      rows.filter((row) => row.startsWith(`${referred}~2_`) === isSecond).map((row) => row.replace('~2_', '_')),
    );
    expect(second, 'from the server as from what was sent').to.deep.equal(first).and.to.have.length(LOCATIONS.length);

    const journal = (await readFile(join(out(), 'journal.jsonl'), 'utf8')).trim().split('\n');
    const recorded = journal.flatMap((line) => JSON.parse(line).studyId ?? []);
    expect(recorded.sort()).to.deep.equal([...done.studies.map((one) => one.StudyInstanceUID), `${referred}~2`].sort());
    const sent: readonly Record<string, string>[] = parse(await readFile(join(out(), 'stow.csv'), 'utf8'), {
      columns: true,
    });
    expect(new Set(sent.map(({ outcome }) => outcome))).to.deep.equal(new Set(['stored']));
    expect(existsSync(join(out(), 'stow'))).to.equal(false);
  });

  it('reports in Orthanc have the 25 probabilities of submission.csv, and dsrdump reads them', async () => {
    const rows: readonly Record<string, string>[] = parse(await readFile(join(out(), 'submission.csv'), 'utf8'), {
      columns: true,
    });
    expect(rows).to.have.length(LOCATIONS.length * (STUDIES + 1));
    const probabilities = new Map(
      rows.map(({ row_id = '', normal_mild, moderate, severe }) => [
        row_id,
        [normal_mild, moderate, severe].map(Number),
      ]),
    );
    const written = join(folder, 'reports');
    await mkdir(written, { recursive: true });
    let compared = 0;
    for (const id of await found({ Modality: 'SR' })) {
      const bytes = await fileOf(id);
      const report = readObject(bytes);
      const study = textOf(report, '0020000D');
      for (const group of itemsNamed(report, '125007')) {
        const location = textOf(itemsNamed(group, '112039')[0]!, '0040A160');
        const numbers = ['P_NORMAL_MILD', 'P_MODERATE', 'P_SEVERE'].map((code) =>
          numberOf(itemsNamed(group, code)[0]!),
        );
        expect(numbers, location).to.deep.equal(probabilities.get(`${study}_${location}`));
        compared++;
      }
      const file = join(written, `${id}.dcm`);
      await writeFile(file, bytes);
      const { status, stdout, stderr } = spawnSync('dsrdump', [file], { encoding: 'utf8' });
      expect([status, stderr.split('\n').filter((line) => /^[EF]:/.test(line))]).to.deep.equal([0, []]);
      expect(stdout).to.match(/Probability of severe stenosis/);
    }
    expect(compared).to.equal(LOCATIONS.length * STUDIES);
  });

  it('has key images of every study in Orthanc', async () => {
    const captures = (await readdir(join(out(), 'dicom-sc'))).map((name) => name.replace('.dcm', ''));
    expect(captures.length).to.be.at.least(STUDIES);
    for (const uid of captures) expect(await found({ SOPInstanceUID: uid }), uid).to.have.length(1);
  });
});

/** The value of a NUM item in full precision, which its text of 16 characters has not. */
const numberOf = (item: ReadElements): number => Number(textOf(itemsOf(item, '0040A300')[0]!, '0040A161'));
