import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { constants, copyFile, link, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { outputUnwritable } from '../files/errors.ts';
import { outputLocked, takeOverUnfinished } from './errors.ts';

/** The process that holds a folder. */
export interface LockHolder {
  readonly host: string;
  readonly pid: number;
  /** When the process started, in the system's words; empty where it does not say. */
  readonly started: string;
}

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** State (Z: ended, but nobody has asked for its exit status) and start of a process, in Linux's words; undefined elsewhere. */
const factsOf = (pid: number): { readonly state: string; readonly started: string } | undefined => {
  try {
    const [state = '', ...others] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state, started: others[18] ?? '' };
  } catch {
    return undefined;
  }
};

const ownHolder = (): LockHolder => ({
  host: hostname(),
  pid: process.pid,
  started: factsOf(process.pid)?.started ?? '',
});

/**
 * Whether the process that wrote a lock still runs. Numbers are used again; where the system tells when a process started, that decides.
 * Numbers mean nothing on another host: whoever holds a lock there is taken to run.
 */
const isRunning = ({ host, pid, started }: LockHolder): boolean => {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false; // in a container a new process often gets the old one's number; see `heldHere`
  const facts = factsOf(pid);
  if (facts === undefined) return exists(pid);
  return facts.state !== 'Z' && facts.state !== 'X' && (started === '' || started === facts.started);
};

/** Folders that runs of this very process hold. */
const heldHere = new Set<string>();

/** A file without a holder is being written by a file system without hard links, or was when the machine lost power. */
const WRITTEN_WITHIN_MS = 10_000;

type Lock = { readonly text: string; readonly holder: LockHolder | undefined; readonly isHeld: boolean };

/** The lock in that file; undefined where there is none. */
const lockIn = async (path: string): Promise<Lock | undefined> => {
  try {
    const text = await readFile(path, 'utf8');
    const holder = holderIn(text);
    const isHeld =
      holder === undefined ? Date.now() - (await stat(path)).mtimeMs < WRITTEN_WITHIN_MS : isRunning(holder);
    return { text, holder, isHeld };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw outputUnwritable(path, error);
  }
};

const holderIn = (text: string): LockHolder | undefined => {
  try {
    const { host, pid, started } = JSON.parse(text);
    return typeof host === 'string' && Number.isInteger(pid) ? { host, pid, started: String(started) } : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Claims a folder for this process alone (`run.lock` with its host, number and start). The lock of a process that is gone is taken over, by one
 * of those that try.
 * @returns a function that gives the folder back
 * @throws OUTPUT_LOCKED, OUTPUT_UNWRITABLE
 */
export const lockOutput = async (folder: string): Promise<() => Promise<void>> => {
  const path = resolve(folder, 'run.lock');
  if (heldHere.has(path)) throw outputLocked(folder, ownHolder());
  heldHere.add(path);
  const text = `${JSON.stringify(ownHolder())}\n`;
  try {
    await withFile(path, text, (own) => claimed(folder, path, own));
    await sweepAfterKills(path);
  } catch (error) {
    heldHere.delete(path);
    throw error;
  }
  return async () => {
    if ((await lockIn(path))?.text === text) await rm(path, { force: true }); // somebody may have removed it by hand, and another run claimed it
    heldHere.delete(path);
  };
};

/** A process that is killed while it claims a folder leaves its file beside the lock; those of processes that still try stay. */
const sweepAfterKills = async (path: string): Promise<void> => {
  const [folder, prefix] = [dirname(path), `${basename(path)}.`];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix) || name === `${prefix}next`) continue;
    const left = join(folder, name);
    if ((await lockIn(left))?.isHeld === false) await rm(left, { force: true });
  }
};

/** Whether this process or another that goes on holds a folder. */
export const isOutputLocked = async (folder: string): Promise<boolean> => {
  const path = resolve(folder, 'run.lock');
  return heldHere.has(path) || ((await lockIn(path))?.isHeld ?? false);
};

/** Does something with a file of that content beside the lock; it goes afterwards. */
const withFile = async (path: string, text: string, use: (own: string) => Promise<void>): Promise<void> => {
  const own = `${path}.${randomUUID()}`;
  try {
    await writeFile(own, text, { flag: 'wx' }).catch((cause: unknown) => Promise.reject(outputUnwritable(path, cause)));
    await use(own);
  } finally {
    await rm(own, { force: true });
  }
};

const TRIES = 5;

/** Puts `own` in the place of the lock, where there is none or a stale one. */
const claimed = async (folder: string, path: string, own: string): Promise<void> => {
  for (let tries = 0; tries < TRIES; tries++) {
    if (await placed(own, path)) return;
    const lock = await lockIn(path);
    if (lock === undefined) continue; // given back in between
    if (lock.isHeld) throw outputLocked(folder, lock.holder);
    if (await tookOver(folder, { path, own, stale: lock.text })) return;
  }
  throw outputLocked(folder, undefined);
};

/**
 * Replaces a stale lock. Only who has made `run.lock.next` may: with it in hand, nobody else can replace the lock, whose own process is gone.
 * Renaming it over the lock ends both at once. @returns false where the lock has become another one
 */
const tookOver = async (
  folder: string,
  { path, own, stale }: { readonly path: string; readonly own: string; readonly stale: string },
): Promise<boolean> => {
  const next = `${path}.next`;
  if (!(await placed(own, next))) {
    const taker = await lockIn(next);
    if (taker === undefined) return false;
    throw taker.isHeld ? outputLocked(folder, taker.holder) : takeOverUnfinished(next);
  }
  if ((await lockIn(path))?.text === stale) {
    await rename(next, path);
    return true;
  }
  await rm(next, { force: true });
  return false;
};

const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** Puts a whole file under another name, where nothing has it. */
const placed = async (own: string, path: string): Promise<boolean> => {
  try {
    await link(own, path).catch((error: unknown) => {
      if (!NO_LINKS.includes(String(codeOf(error)))) throw error;
      return copyFile(own, path, constants.COPYFILE_EXCL); // a file system without hard links
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw outputUnwritable(path, error);
  }
};
