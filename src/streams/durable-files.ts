import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { SpineError } from '../domain/spine-error.ts';
import { outputUnwritable } from './errors.ts';

/**
 * Writes a file so that a reader sees the old one or the new one, whole, whatever happens in between.
 * One writer a file at a time: the new one grows beside it, as `<path>.tmp`.
 * @throws DISK_FULL, OUTPUT_UNWRITABLE
 */
export const replaceFile = async (path: string, chunks: AsyncIterable<string> | Iterable<string>): Promise<void> => {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      for await (const chunk of chunks) await file.write(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error instanceof SpineError ? error : outputUnwritable(path, error);
  }
};

/** Appends text and returns when it is on the disk. */
export const appendDurably = async (file: FileHandle, text: string): Promise<void> => {
  await file.appendFile(text);
  await file.datasync();
};
