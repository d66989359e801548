import { existsSync, statSync } from 'node:fs';

/** Whether a folder is at a path. */
export const folderExists = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** Whether something other than a folder is at a path. */
export const fileExists = (path: string): boolean => existsSync(path) && !folderExists(path);
