import { open, readFile } from 'node:fs/promises';
import { SpineError, type Where } from '../domain/spine-error.ts';
import { unreadableFile } from './errors.ts';

/** Reads a file, or no more than its first `maxBytes`. Fewer bytes than that come back only where the file is shorter. */
export type ReadBytes = (path: string, maxBytes?: number) => Promise<Uint8Array>;

const readBeginning = async (path: string, maxBytes: number): Promise<Uint8Array> => {
  const handle = await open(path);
  try {
    const bytes = Buffer.allocUnsafeSlow(maxBytes);
    let filled = 0;
    while (filled < maxBytes) {
      const { bytesRead } = await handle.read(bytes, filled, maxBytes - filled, filled);
      if (bytesRead === 0) break; // the file is shorter
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await handle.close();
  }
};

/** Files of this machine; the system's errors come as they are. */
export const readBytes: ReadBytes = (path, maxBytes) =>
  maxBytes === undefined ? readFile(path) : readBeginning(path, maxBytes);

/**
 * Reads through `read` and says where when that fails.
 * @throws DICOM_FILE_UNREADABLE for an error of the system, which becomes its cause
 */
export const bytesAt = async (
  read: ReadBytes,
  path: string,
  { where, maxBytes }: { readonly where: Where; readonly maxBytes?: number },
): Promise<Uint8Array> => {
  try {
    return await read(path, maxBytes);
  } catch (error) {
    throw error instanceof SpineError ? error.at(where) : unreadableFile(where, error);
  }
};
