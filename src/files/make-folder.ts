import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissing } from './error-code.ts';
import { outputUnwritable } from './errors.ts';

/** Whether a path leads to a folder. */
export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const createOne = (folder: string): Promise<void> =>
  mkdir(folder).catch(async (cause: unknown) => {
    if (!(await isFolder(folder))) throw cause;
  });

/**
 * Creates a folder and those above it, unless they exist. Unlike Node's `recursive`, which tries for ever, it ends where
 * a file system answers that a new folder does not exist (/proc, folders of an automounter).
 */
export const createFolders = async (folder: string): Promise<void> => {
  try {
    await createOne(folder);
  } catch (cause) {
    const above = dirname(folder);
    if (!isMissing(cause) || above === folder) throw cause;
    await createFolders(above);
    await createOne(folder);
  }
};

/** As `createFolders`. @throws OUTPUT_UNWRITABLE, DISK_FULL */
export const makeFolder = (folder: string): Promise<void> =>
  createFolders(folder).catch((cause: unknown) => Promise.reject(outputUnwritable(folder, cause)));
