import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { outputLocked, outputUnwritable } from './errors.ts';

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

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
  const path = join(folder, 'run.lock');
  for (const attempt of [1, 2]) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(`${process.pid}\n`);
      await file.close();
      return () => rm(path, { force: true }).catch(() => undefined); // one that stays is taken over: its process is gone
    } catch (error) {
      const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!exists) throw outputUnwritable(path, error);
      const holder = await holderOf(path);
      if (holder !== undefined || attempt === 2) throw outputLocked(folder, holder ?? 0);
      await rm(path, { force: true });
    }
  }
  throw outputLocked(folder, 0);
};
