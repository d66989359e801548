import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';

/** Writes a file so that a reader sees the old one or the new one, whole, whatever happens in between. */
export const replaceFile = async (path: string, chunks: AsyncIterable<string> | Iterable<string>): Promise<void> => {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      for await (const chunk of chunks) await file.write(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};

/** Appends text and returns when it is on the disk. */
export const appendDurably = async (file: FileHandle, text: string): Promise<void> => {
  await file.appendFile(text);
  await file.datasync();
};
