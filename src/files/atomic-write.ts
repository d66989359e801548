import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SpineError } from '../domain/spine-error.ts';
import { errorCode } from './error-code.ts';
import { outputUnwritable } from './errors.ts';

/**
 * Writes a file atomically: readers see the whole old or the whole new file, and the new one is on disk on return. One writer per file: the new
 * content is written to `<path>.tmp` first.
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

/** Codes of file systems that sync folders by themselves. */
const NO_FOLDER_SYNC = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'];

/** Syncs a folder's entries: without it, a power cut may undo the creation or renaming of a file. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return; // folders cannot be opened on Windows and need no sync
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!NO_FOLDER_SYNC.includes(String(errorCode(error)))) throw error;
  } finally {
    await handle.close();
  }
};

/** Appends text and syncs it to disk. */
export const appendDurably = async (file: FileHandle, text: string): Promise<void> => {
  await file.appendFile(text);
  await file.datasync();
};
