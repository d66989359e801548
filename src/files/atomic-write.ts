import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SpineError } from '../domain/spine-error.ts';
import { outputUnwritable } from './errors.ts';

/**
 * Writes a file so that a reader sees the old one or the new one, whole, whatever happens in between; it is on the disk when this returns.
 * One writer a file at a time: the new one grows beside it, as `<path>.tmp`.
 * @throws DISK_FULL, OUTPUT_UNWRITABLE
 */
export const replaceFile = async (
  path: string,
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): Promise<void> => {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      for await (const chunk of chunks) await file.appendFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error instanceof SpineError ? error : outputUnwritable(path, error);
  }
};

/** File systems that keep folders in order by themselves say so with these. */
const NO_FOLDER_SYNC = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'];

/** Puts the names of a folder on the disk: without it, a file that was written or renamed may be gone after a power cut. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return; // folders cannot be opened there, and need not be
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && NO_FOLDER_SYNC.includes(String(error.code)))) throw error;
  } finally {
    await handle.close();
  }
};

/** Appends text and returns when it is on the disk. */
export const appendDurably = async (file: FileHandle, text: string): Promise<void> => {
  await file.appendFile(text);
  await file.datasync();
};
