import { posix } from 'node:path';

/** Whether a path is a plain relative path in the output's own folder, with forward slashes. */
export const isInOwnFolder = (folder: string | undefined, path: string): boolean =>
  folder !== undefined &&
  posix.normalize(path) === path &&
  path.startsWith(`${folder}/`) &&
  !path.includes('\\') &&
  !path.includes('\0');
