import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SpineError } from '../../domain/spine-error.ts';
import { weightsUnwritable } from './errors.ts';

const isFree = async (path: string): Promise<boolean> => {
  const names = await readdir(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return names.length === 0;
};

/** Puts a finished folder into its place; what was there goes only when the new one stands. */
const install = async (finished: string, path: string): Promise<void> => {
  const old = `${path}.${randomUUID()}.old`;
  const replaced = await rename(path, old).then(
    () => true,
    () => false,
  );
  try {
    await rename(finished, path);
  } catch (error) {
    if (replaced) await rename(old, path);
    throw error;
  }
  if (replaced) await rm(old, { recursive: true, force: true });
};

/** Failures of the file system become WEIGHTS_UNWRITABLE; a cancellation, or what `fill` throws, stays what it is. */
const placed = (error: unknown, path: string): unknown => {
  if (error instanceof SpineError) return error.at({ file: path });
  return error instanceof Error && 'syscall' in error ? weightsUnwritable(error).at({ file: path }) : error;
};

export interface WholeFolderOptions {
  /** What is thrown where the folder holds something already; without it, that is replaced. */
  readonly refuse?: () => SpineError;
}

/**
 * Writes a folder that appears under its name only when it is complete: `fill` is given an empty one beside it, which is renamed.
 * @throws what `refuse` makes, WEIGHTS_UNWRITABLE, and what `fill` throws
 */
export const writeWholeFolder = async (
  path: string,
  fill: (unfinished: string) => Promise<void>,
  { refuse }: WholeFolderOptions = {},
): Promise<void> => {
  const unfinished = `${path}.${randomUUID()}.unfinished`;
  try {
    if (refuse !== undefined && !(await isFree(path))) throw refuse();
    await mkdir(dirname(path), { recursive: true });
    await mkdir(unfinished);
    await fill(unfinished);
    await install(unfinished, path);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined); // the first failure is the one to tell
    throw placed(error, path);
  }
};
