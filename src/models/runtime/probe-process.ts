import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compiledCopy } from '../../threads/compiled-copy.ts';

/** Timeout: starting CUDA on a cold machine is slow, and a broken driver may hang. */
const TIMEOUT_MS = 60_000;

/** From source, the process needs the TypeScript loader. */
const nodeOptions = (file: URL): string[] => {
  if (!file.pathname.endsWith('.ts')) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
};

/** The message of a probe, or the reason for its absence. */
export type ProbeAnswer = { readonly message: string } | { readonly fault: string };

/** Runs a module in a separate process, where native code may crash or hang, and returns its message. */
export const probeAnswer = (file: URL, args: readonly string[], timeoutMs = TIMEOUT_MS): Promise<ProbeAnswer> =>
  new Promise((resolve) => {
    const program = compiledCopy(file) ?? file;
    const child = fork(fileURLToPath(program), [...args], { execArgv: nodeOptions(program), silent: true });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    let message: string | undefined;
    child.on('message', (sent) => {
      message = String(sent);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ fault: error.message });
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      const end = late ? `did not answer within ${timeoutMs / 1000} s` : `ended with ${signal ?? `code ${code}`}`;
      resolve(message === undefined ? { fault: `the process that tried it ${end}` } : { message });
    });
  });
