import { closeSync, constants, fstatSync, open, read } from 'node:fs';
import { promisify } from 'node:util';
import { SpineError, type Where } from '../domain/spine-error.ts';
import { irregularFile, unreadableFile } from './errors.ts';

/** Reads a file, or at most `maxBytes` of it from offset `from` (0 by default). Returns fewer bytes only at the end of the file. */
export type ReadBytes = (path: string, maxBytes?: number, from?: number) => Promise<Uint8Array>;

/** Avoids blocking on a pipe without a writer; Windows has no such flag. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const openFile = promisify(open);
const readFrom = promisify(read);

const readPart = async (fd: number, maxBytes: number, from: number): Promise<Uint8Array> => {
  const bytes = Buffer.allocUnsafeSlow(maxBytes);
  let filled = 0;
  while (filled < maxBytes) {
    const { bytesRead } = await readFrom(fd, bytes, filled, maxBytes - filled, from + filled);
    if (bytesRead === 0) break; // the file was truncated meanwhile
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
};

/**
 * Reads a local file, or part of it. System errors pass through unchanged.
 * @param path      a regular file
 * @param maxBytes  maximum number of bytes; the whole file by default
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
    // Allocates no more than the file size, since a false header may ask for any amount.
    return await readPart(fd, Math.min(maxBytes, Math.max(0, status.size - from)), from);
  } finally {
    closeSync(fd);
  }
};

/**
 * Reads through `read` and adds the place to errors.
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
