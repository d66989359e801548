import { closeSync, constants, fstatSync, open, read } from 'node:fs';
import { promisify } from 'node:util';
import { SpineError, type Where } from '../domain/spine-error.ts';
import { irregularFile, unreadableFile } from './errors.ts';

/**
 * Reads a file, or no more than `maxBytes` of it, which begin at `from`, or at its beginning without that.
 * Fewer bytes come back only where the file ends before.
 */
export type ReadBytes = (path: string, maxBytes?: number, from?: number) => Promise<Uint8Array>;

/** A pipe without a writer would block the thread that opens it; no such flag on Windows. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const openFile = promisify(open);
const readFrom = promisify(read);

const readPart = async (fd: number, maxBytes: number, from: number): Promise<Uint8Array> => {
  const bytes = Buffer.allocUnsafeSlow(maxBytes);
  let filled = 0;
  while (filled < maxBytes) {
    const { bytesRead } = await readFrom(fd, bytes, filled, maxBytes - filled, from + filled);
    if (bytesRead === 0) break; // the file has become shorter
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
};

/**
 * Reads a file of this machine, or part of it. System errors pass through unchanged.
 * @param path      a regular file
 * @param maxBytes  at most so many; the whole file by default
 * @param from      offset of the first byte
 * @throws DICOM_FILE_IRREGULAR for a pipe or a device, which may have no end
 *
 * @example
 * import { readBytes } from 'spinestream/dicom';
 * import { writeExampleStudies } from 'spinestream/testing';
 *
 * await writeExampleStudies('studies');
 * const magic = await readBytes('studies/train_images/1/11/1.dcm', 4, 128);
 * String.fromCharCode(...magic); // 'DICM'
 */
export const readBytes: ReadBytes = async (path, maxBytes = Number.POSITIVE_INFINITY, from = 0) => {
  const fd = await openFile(path, WITHOUT_WAITING);
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) throw irregularFile();
    // No more is allocated than the file has: a header that lies asks for much.
    return await readPart(fd, Math.min(maxBytes, Math.max(0, status.size - from)), from);
  } finally {
    closeSync(fd);
  }
};

/**
 * Reads through `read` and says where when that fails.
 * @throws DICOM_FILE_UNREADABLE for an error of the system, which becomes its cause
 */
export const bytesAt = async (
  read: ReadBytes,
  path: string,
  { where, maxBytes, from }: { readonly where: Where; readonly maxBytes?: number; readonly from?: number },
): Promise<Uint8Array> => {
  try {
    return await read(path, maxBytes, from);
  } catch (error) {
    throw error instanceof SpineError ? error.at(where) : unreadableFile(where, error);
  }
};
