import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { constants, copyFile, link, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCode, isMissing } from '../files/error-code.ts';
import { outputUnwritable } from '../files/errors.ts';
import { outputLocked, takeOverUnfinished } from './errors.ts';

/** The process that holds a folder. */
interface LockHolder {
  readonly host: string;
  readonly pid: number;
  /** Start time of the process in the system's format; empty if unavailable. */
  readonly started: string;
}

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
};

/** Linux's state (Z: a zombie) and start time of a process; undefined elsewhere. */
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
 * Whether the process that wrote a lock still runs. Process ids are reused, so the start time decides if available. Ids
 * mean nothing on another host, whose locks always count as held.
 */
const isRunning = ({ host, pid, started }: LockHolder): boolean => {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false; // in a container a new process often gets the old one's number; see `heldHere`
  const facts = factsOf(pid);
  if (facts === undefined) return exists(pid);
  return facts.state !== 'Z' && facts.state !== 'X' && (started === '' || started === facts.started);
};

/** Folders held by runs of this process. */
const heldHere = new Set<string>();

/** A file without a holder is either being written by a file system without hard links, or was during a power loss. */
const WRITTEN_WITHIN_MS = 10_000;

type Lock = { readonly text: string; readonly holder: LockHolder | undefined; readonly isHeld: boolean };

/** The lock in that file; undefined if there is none. */
const lockIn = async (path: string): Promise<Lock | undefined> => {
  try {
    const text = await readFile(path, 'utf8');
    const holder = holderIn(text);
    const isHeld =
      holder === undefined ? Date.now() - (await stat(path)).mtimeMs < WRITTEN_WITHIN_MS : isRunning(holder);
    return { text, holder, isHeld };
  } catch (error) {
    if (isMissing(error)) return undefined;
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
 * Claims a folder for this process (`run.lock` with its host, process id and start time). If the lock's process is
 * dead, exactly one of the contenders takes it over.
 * @returns a function that releases the folder
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
    if ((await lockIn(path))?.text === text) await rm(path, { force: true }); // it may have been removed manually, and another run claimed it
    heldHere.delete(path);
  };
};

/** Removes files left by processes that were killed while claiming a folder; keeps those of running processes. */
const sweepAfterKills = async (path: string): Promise<void> => {
  const [folder, prefix] = [dirname(path), `${basename(path)}.`];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix) || name === `${prefix}next`) continue;
    const left = join(folder, name);
    if ((await lockIn(left))?.isHeld === false) await rm(left, { force: true });
  }
};

/** Whether this process or another running one holds a folder. */
export const isOutputLocked = async (folder: string): Promise<boolean> => {
  const path = resolve(folder, 'run.lock');
  return heldHere.has(path) || ((await lockIn(path))?.isHeld ?? false);
};

/** Calls a function with a temporary file of that content next to the lock. */
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

/** Writes `own` as the lock, if there is none or a stale one. */
const claimed = async (folder: string, path: string, own: string): Promise<void> => {
  for (let tries = 0; tries < TRIES; tries++) {
    if (await placed(own, path)) return;
    const lock = await lockIn(path);
    if (lock === undefined) continue; // released in between
    if (lock.isHeld) throw outputLocked(folder, lock.holder);
    if (await tookOver(folder, { path, own, stale: lock.text })) return;
  }
  throw outputLocked(folder, undefined);
};

/**
 * Replaces a stale lock. Only the creator of `run.lock.next` may do so, which excludes all others while the lock's
 * process is dead. Renaming it over the lock ends both at once. @returns false if the lock has changed
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

/** Publishes a complete file under another name, if that name is free. */
const placed = async (own: string, path: string): Promise<boolean> => {
  try {
    await link(own, path).catch((error: unknown) => {
      if (!NO_LINKS.includes(String(errorCode(error)))) throw error;
      return copyFile(own, path, constants.COPYFILE_EXCL); // a file system without hard links
    });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw outputUnwritable(path, error);
  }
};
