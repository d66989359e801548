import { posix } from 'node:path';

/** Whether a file of an output lies in the output's own folder: a path below the folder of results, with slashes, without detours. */
export const isInOwnFolder = (folder: string | undefined, path: string): boolean =>
  folder !== undefined &&
  posix.normalize(path) === path &&
  path.startsWith(`${folder}/`) &&
  !path.includes('\\') &&
  !path.includes('\0');
