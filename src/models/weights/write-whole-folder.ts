import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SpineError } from '../../domain/spine-error.ts';
import { isMissing } from '../../files/error-code.ts';
import { createFolders } from '../../files/make-folder.ts';
import { weightsUnwritable } from './errors.ts';

const isFree = async (path: string): Promise<boolean> => {
  const names = await readdir(path).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names.length === 0;
};

/** Moves a finished folder into place; removes the previous one only afterwards. */
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

/** Converts file system errors to WEIGHTS_UNWRITABLE; a cancellation, or an error of `fill`, passes unchanged. */
const placed = (error: unknown, path: string): unknown => {
  if (error instanceof SpineError) return error.at({ file: path });
  return error instanceof Error && 'syscall' in error ? weightsUnwritable(error).at({ file: path }) : error;
};

/**
 * Writes a folder atomically: `fill` receives an empty temporary folder, which is then renamed.
 * @param refuse  the error for a folder that is not empty; undefined: the folder is replaced
 * @throws the error of `refuse`, WEIGHTS_UNWRITABLE, and errors of `fill`
 */
export const writeWholeFolder = async (
  path: string,
  fill: (unfinished: string) => Promise<void>,
  refuse: (() => SpineError) | undefined,
): Promise<void> => {
  const unfinished = `${path}.${randomUUID()}.unfinished`;
  try {
    if (refuse !== undefined && !(await isFree(path))) throw refuse();
    await createFolders(dirname(path));
    await mkdir(unfinished);
    await fill(unfinished);
    await install(unfinished, path);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined); // keeps the first error
    throw placed(error, path);
  }
};
