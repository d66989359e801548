import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { outputLocked, outputUnwritable } from './errors.ts';

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Folders that runs of this very process hold. A number alone would not do: in a container a new process often gets the old one's. */
const heldHere = new Set<string>();

const holderOf = async (path: string): Promise<number | undefined> => {
  const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
  return Number.isInteger(pid) && pid !== process.pid && isRunning(pid) ? pid : undefined;
};

/**
 * Takes a folder for this process alone (`run.lock` with its number). A lock whose process is gone is taken over.
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

/** Makes the file with this process's number; false where there is one already. */
const create = async (path: string): Promise<boolean> => {
  try {
    await writeFile(path, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw outputUnwritable(path, error);
  }
};
