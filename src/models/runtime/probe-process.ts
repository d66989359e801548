import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Starting CUDA on a cold machine takes a while; a driver that hangs takes forever. */
const TIMEOUT_MS = 60_000;

/** From source, the process needs the loader that runs TypeScript. */
const nodeOptions = (file: URL): string[] => {
  if (!file.pathname.endsWith('.ts')) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
};

/** What a probe said, or why it said nothing. */
export type ProbeAnswer = { readonly message: string } | { readonly fault: string };

/** Runs a module in a process of its own, where native code may crash or hang, and returns the message that it sends. */
export const probeAnswer = (file: URL, args: readonly string[], timeoutMs = TIMEOUT_MS): Promise<ProbeAnswer> =>
  new Promise((resolve) => {
    const child = fork(fileURLToPath(file), [...args], { execArgv: nodeOptions(file), silent: true });
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
