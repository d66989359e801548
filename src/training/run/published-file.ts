import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { outputUnwritable } from '../../files/errors.ts';

/** Writes a small file atomically; several processes may write the same one. @throws DISK_FULL, OUTPUT_UNWRITABLE */
export const publishFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content, { flush: true });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw outputUnwritable(path, cause);
  }
};
