import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { outputLocked, outputUnwritable } from './errors.ts';

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

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

/** Whether the process that wrote a lock still runs. Numbers are used again; where the system tells when a process started, that decides. */
const isRunning = (pid: number, started: string): boolean => {
  const facts = factsOf(pid);
  if (facts === undefined) return exists(pid);
  return facts.state !== 'Z' && facts.state !== 'X' && (started === '' || started === facts.started);
};

/** Folders that runs of this very process hold. A number alone would not do: in a container a new process often gets the old one's. */
const heldHere = new Set<string>();

const holderOf = async (path: string): Promise<number | undefined> => {
  const [number = '', started = ''] = (await readFile(path, 'utf8').catch(() => '')).trim().split(' ');
  const pid = Number.parseInt(number, 10);
  return Number.isInteger(pid) && pid !== process.pid && isRunning(pid, started) ? pid : undefined;
};

/**
 * Takes a folder for this process alone (`run.lock` with its number and start). A lock whose process is gone is taken over.
 * @returns a function that gives the folder back
 * @throws OUTPUT_LOCKED, OUTPUT_UNWRITABLE
 */
export const lockOutput = async (folder: string): Promise<() => Promise<void>> => {
  const path = resolve(folder, 'run.lock');
  if (heldHere.has(path)) throw outputLocked(folder, process.pid);
  heldHere.add(path);
  try {
    if (!(await create(path))) {
      const holder = await holderOf(path);
      if (holder !== undefined) throw outputLocked(folder, holder);
      await rm(path, { force: true });
      if (!(await create(path))) throw outputLocked(folder, (await holderOf(path)) ?? 0);
    }
  } catch (error) {
    heldHere.delete(path);
    throw error;
  }
  return async () => {
    await rm(path, { force: true });
    heldHere.delete(path);
  };
};

/** Whether this process or another that goes on holds a folder. */
export const isOutputLocked = async (folder: string): Promise<boolean> => {
  const path = resolve(folder, 'run.lock');
  return heldHere.has(path) || (await holderOf(path)) !== undefined;
};

/** Makes the file with this process's number and start; false where there is one already. */
const create = async (path: string): Promise<boolean> => {
  try {
    const started = factsOf(process.pid)?.started ?? '';
    await writeFile(path, `${process.pid} ${started}`.trimEnd().concat('\n'), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw outputUnwritable(path, error);
  }
};
