import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { forkProgram } from './node-program.ts';
import { afterTests } from './root-hooks.ts';

const CHILD = new URL('./serve-child.ts', import.meta.url);

export interface ServingChild {
  readonly url: string;
  readonly kill: () => Promise<void>;
  /** As the first Ctrl-C does. */
  readonly stop: () => Promise<void>;
}

const children = new Set<ChildProcess>();

/** A service in a process of its own. */
export const serveInChild = async (
  pipeline: string,
  out: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ServingChild> => {
  const child = forkProgram(CHILD, [pipeline, out], { env: { ...process.env, ...env } });
  children.add(child);
  afterTests(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  void exit.then(() => children.delete(child));
  const url = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    exit.then(([code]) => Promise.reject(new Error(`the service ended with code ${code} before it listened`))),
  ]);
  const ended = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exit;
  };
  return { url, kill: () => ended('SIGKILL'), stop: () => ended('SIGTERM') };
};
