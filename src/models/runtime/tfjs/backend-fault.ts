import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BACKEND_ENTRIES, type TfjsBackend } from './backends.ts';
import { locateBackend } from './locate-backend.ts';

/** Starting CUDA on a cold machine takes a while; a driver that hangs takes forever. */
const TIMEOUT_MS = 60_000;

const probeFile = (): URL => new URL(`./probe-backend${extname(import.meta.url)}`, import.meta.url);

/** From source, the process needs the loader that runs TypeScript. */
const nodeOptions = (file: URL): string[] => {
  if (!file.pathname.endsWith('.ts')) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
};

/** Tries a backend in a process of its own, where it may do what it likes. @returns why it cannot be used, if so */
export const triedFault = (backend: TfjsBackend): Promise<string | undefined> =>
  new Promise((resolve) => {
    const file = probeFile();
    const child = fork(fileURLToPath(file), [backend], { execArgv: nodeOptions(file), silent: true });
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
    let answer: string | undefined;
    child.on('message', (message) => {
      answer = String(message);
    });
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (answer === undefined) resolve(`the process that tried it ended with ${signal ?? `code ${code}`}`);
      else resolve(answer === '' ? undefined : answer);
    });
  });

/** Why a backend cannot be used; undefined where nothing is known against it. Native ones are tried in a process of their own. */
export const backendFault = async (backend: TfjsBackend): Promise<string | undefined> => {
  const location = locateBackend(backend);
  if ('missing' in location) return location.missing;
  return BACKEND_ENTRIES[backend].native ? triedFault(backend) : undefined;
};
