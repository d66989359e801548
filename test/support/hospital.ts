import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './listening.ts';
import { cliPath } from './node-program.ts';
import { type Orthanc, startOrthanc } from './orthanc.ts';
import { until } from './toy-service.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RULE = join(ROOT, 'examples', 'hospital', 'forward.lua');
const START_MS = 60_000;

export interface ListedStudies {
  readonly studies: readonly { readonly StudyInstanceUID: string; readonly state: string; readonly revision: number }[];
}

/** Orthanc with the rule of examples/hospital, and spinestream serve behind it. */
export interface Hospital {
  /** Of the service's results. */
  readonly out: string;
  readonly url: string;
  readonly dicomWeb: string;
  /** Starts the service, which must not be running. */
  readonly serve: () => Promise<void>;
  /** By kill -9. */
  readonly killService: () => Promise<void>;
  /** As Ctrl-C does. @returns the exit status */
  readonly stopService: () => Promise<number>;
  readonly stopOrthanc: () => Promise<void>;
  /** With what it had. */
  readonly restartOrthanc: () => Promise<void>;
  /** Sends a folder by C-STORE, as a modality does. @returns the exit status of storescu */
  readonly pushed: (folder: string) => Promise<number>;
  readonly listed: () => Promise<ListedStudies>;
  /** Ids of the instances in Orthanc that fit. */
  readonly found: (wanted: Readonly<Record<string, string>>) => Promise<readonly string[]>;
  /** The file of an instance in Orthanc, by its id. */
  readonly fileOf: (id: string) => Promise<Uint8Array>;
  readonly end: () => void;
}

export const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** Starts Orthanc; the service is the test's to start. */
export const openHospital = async (folder: string): Promise<Hospital> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const out = join(folder, 'results');
  const options = {
    scripts: [RULE],
    dicomWeb: { Servers: { spinestream: { Url: `${url}/`, ChunkedTransfers: true } } },
  };
  let orthanc: Orthanc = await startOrthanc(options);
  let service: ChildProcess | undefined;
  const { dicomWeb, aet, dicomPort } = orthanc;
  const args = [
    ...[cliPath(), 'serve', 'hospital', '--models', 'weights/nano', '--out', out],
    ...['--port', `${port}`, '--quiet', '2', '--dicomweb', dicomWeb, '--set', `pacs=${dicomWeb}`],
  ];
  const ended = async (signal: NodeJS.Signals): Promise<number> => {
    if (service === undefined) throw new Error('the service was not started');
    const exit = once(service, 'exit');
    service.kill(signal);
    const [code] = await exit;
    return Number(code);
  };
  return {
    ...{ out, url, dicomWeb },
    serve: async () => {
      service = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      service.stderr?.on('data', (text) => {
        said += text;
      });
      const alive = () =>
        fetch(`${url}/healthz`).then(
          ({ status }) => status,
          () => `no answer; it said ${said}`,
        );
      await until(alive, (status) => status === 200, START_MS);
    },
    killService: async () => void (await ended('SIGKILL')),
    stopService: () => ended('SIGINT'),
    stopOrthanc: () => orthanc.stop(),
    restartOrthanc: async () => {
      orthanc = await startOrthanc({ ...options, again: orthanc });
    },
    pushed: async (study) => {
      const [code] = await once(
        spawn('storescu', ['-aec', aet, '+sd', '+r', '127.0.0.1', `${dicomPort}`, study]),
        'exit',
      );
      return Number(code);
    },
    listed: async () => (await (await fetch(`${url}/studies`)).json()) as ListedStudies,
    found: async (wanted) => {
      const query = { Level: 'Instance', Expand: false, Query: wanted };
      const answer = await fetch(`${orthanc.url}/tools/find`, { method: 'POST', body: JSON.stringify(query) });
      return (await answer.json()) as readonly string[];
    },
    fileOf: async (id) => new Uint8Array(await (await fetch(`${orthanc.url}/instances/${id}/file`)).arrayBuffer()),
    end: () => void service?.kill('SIGKILL'),
  };
};
