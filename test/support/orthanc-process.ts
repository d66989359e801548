import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './listening.ts';
import { afterTests } from './root-hooks.ts';

const PROGRAMS = ['/usr/sbin/Orthanc', '/usr/bin/Orthanc'];
const PLUGIN = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';

const orthancPath = (): string | undefined =>
  [process.env.ORTHANC ?? '', ...PROGRAMS].find((path) => path !== '' && existsSync(path));

/** Whether Orthanc and its DICOMweb plugin are installed. */
export const hasOrthanc = (): boolean => orthancPath() !== undefined && existsSync(PLUGIN);

export interface OrthancOptions {
  /** Of its configuration, over what tests need. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Of the DICOMweb plugin. */
  readonly dicomWeb?: Readonly<Record<string, unknown>>;
  /** Scripts in Lua, by absolute path. */
  readonly scripts?: readonly string[];
  /** Name and password of those who may use it; everybody without. */
  readonly users?: Readonly<Record<string, string>>;
  /** Those of an Orthanc that was stopped or killed: it goes on with its storage, at its ports. */
  readonly again?: Orthanc;
}

/** An Orthanc of the test's own. */
export interface Orthanc {
  /** Of its own interface, without a slash at the end. */
  readonly url: string;
  /** The root of its DICOMweb services. */
  readonly dicomWeb: string;
  readonly aet: string;
  readonly httpPort: number;
  readonly dicomPort: number;
  readonly folder: string;
  /** Those of the first of its users. */
  readonly headers: Readonly<Record<string, string>>;
  /** Ends it and waits; its storage stays until all tests are over. */
  readonly stop: () => Promise<void>;
  /** As by kill -9. */
  readonly kill: () => Promise<void>;
  /** What it wrote, for a test that failed. */
  readonly log: () => Promise<string>;
}

const AET = 'TESTPACS';
const READY_MS = 60_000;

const children = new Set<ChildProcess>();
const folders = new Set<string>();

const ended = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
};

const untilReady = async (url: string, child: ChildProcess, log: () => Promise<string>): Promise<void> => {
  for (const end = Date.now() + READY_MS; Date.now() < end; await pause(50)) {
    if (child.exitCode !== null) break;
    const status = await fetch(`${url}/system`).then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status === 200 || status === 401) return;
  }
  throw new Error(`Orthanc does not start:\n${await log()}`);
};

/** Starts an Orthanc with an empty storage, on free ports of this machine. It ends with the tests at the latest. */
export const startOrthanc = async (options: OrthancOptions = {}): Promise<Orthanc> => {
  const { configuration, dicomWeb, scripts = [], users, again } = options;
  const folder = again?.folder ?? (await mkdtemp(join(tmpdir(), 'spinestream-orthanc-')));
  folders.add(folder);
  await mkdir(join(folder, 'storage'), { recursive: true });
  const [httpPort, dicomPort] = [again?.httpPort ?? (await freePort()), again?.dicomPort ?? (await freePort())];
  const config = join(folder, 'orthanc.json');
  await writeFile(
    config,
    JSON.stringify({
      ...{
        Name: 'spinestream test',
        StorageDirectory: join(folder, 'storage'),
        IndexDirectory: join(folder, 'storage'),
      },
      ...{ HttpPort: httpPort, DicomPort: dicomPort, DicomAet: AET, DicomCheckCalledAet: false },
      ...{ RemoteAccessAllowed: false, DicomAlwaysAllowStore: true, UnknownSopClassAccepted: true },
      ...{ AuthenticationEnabled: users !== undefined, RegisteredUsers: users ?? {}, OverwriteInstances: false },
      ...{ HttpVerbose: false, StableAge: 1, SaveJobs: false, LuaScripts: scripts, Plugins: [PLUGIN] },
      DicomWeb: { Enable: true, Root: '/dicom-web/', EnableWado: false, ...dicomWeb },
      ...configuration,
    }),
  );
  const logFile = join(folder, 'orthanc.log');
  const child = spawn(orthancPath() ?? '', [config, `--logfile=${logFile}`], { stdio: 'ignore' });
  afterTests(endAll);
  children.add(child);
  const log = () => readFile(logFile, 'utf8').catch(() => '');
  const url = `http://127.0.0.1:${httpPort}`;
  const [user] = Object.entries(users ?? {});
  const headers = user && { authorization: `Basic ${Buffer.from(user.join(':')).toString('base64')}` };
  await untilReady(url, child, log);
  return {
    ...{ url, dicomWeb: `${url}/dicom-web`, aet: AET, httpPort, dicomPort, folder, log, headers: headers ?? {} },
    stop: () => ended(child, 'SIGTERM'),
    kill: () => ended(child, 'SIGKILL'),
  };
};

/** Stores files by Orthanc's own interface, which is no part of what is tested. */
export const putFiles = async (
  orthanc: Pick<Orthanc, 'url' | 'headers'>,
  files: Iterable<Uint8Array>,
): Promise<void> => {
  for (const file of files)
    if ((await putFile(orthanc, file)) === undefined) throw new Error('Orthanc does not store a file');
};

/** The UIDs of study, series and instance under which Orthanc stored a file; undefined where it did not. */
export const putFile = async (
  { url, headers }: Pick<Orthanc, 'url' | 'headers'>,
  file: Uint8Array,
): Promise<readonly [study: string, series: string, instance: string] | undefined> => {
  const answer = await fetch(`${url}/instances`, { method: 'POST', headers, body: Buffer.from(file) });
  const { ID, Status } = JSON.parse(await answer.text());
  if (!answer.ok || Status !== 'Success') return undefined;
  const tags = JSON.parse(await (await fetch(`${url}/instances/${ID}/simplified-tags`, { headers })).text());
  return [tags.StudyInstanceUID, tags.SeriesInstanceUID, tags.SOPInstanceUID];
};

/** Deletes all that is stored. */
export const emptyOrthanc = async ({ url, headers }: Pick<Orthanc, 'url' | 'headers'>): Promise<void> => {
  const studies: string[] = JSON.parse(await (await fetch(`${url}/studies`, { headers })).text());
  for (const id of studies) await fetch(`${url}/studies/${id}`, { method: 'DELETE', headers });
};

/** Ends all that were started here, and removes their storage. */
export const endAll = async (): Promise<void> => {
  await Promise.all([...children].map((child) => ended(child, 'SIGKILL')));
  await Promise.all([...folders].map((folder) => rm(folder, { recursive: true, force: true })));
};
