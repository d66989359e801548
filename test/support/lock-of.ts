import { hostname } from 'node:os';

/** A number that no process has: the system's greatest is smaller. */
export const NOBODY = 2 ** 30;

/** What `run.lock` holds of a process. */
export const lockOf = (pid: number, { host = hostname(), started = '' } = {}): string =>
  `${JSON.stringify({ host, pid, started })}\n`;
