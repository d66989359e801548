import { mkdir } from 'node:fs/promises';
import { outputUnwritable } from './errors.ts';

/** Creates a folder and those above it, unless they exist. @throws OUTPUT_UNWRITABLE, DISK_FULL */
export const makeFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => Promise.reject(outputUnwritable(folder, cause)));
};
