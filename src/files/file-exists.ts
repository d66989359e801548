import { existsSync, statSync } from 'node:fs';

/** Whether something other than a folder is at a path. */
export const fileExists = (path: string): boolean => existsSync(path) && !statSync(path).isDirectory();
