import { readdir } from 'node:fs/promises';

/**
 * Returns the names of the files in a folder, in the order of the file system. System errors pass through unchanged.
 *
 * @example
 * import { listFiles } from 'spinestream';
 *
 * (await listFiles('data')).includes('train.csv'); // true
 */
export const listFiles = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
};
