import { SpineError, type Where } from '../domain/spine-error.ts';
import type { SliceFile } from '../domain/study.ts';
import { parseHeader, type SliceHeader } from './parse-header.ts';
import { bytesAt, type ReadBytes } from './read-bytes.ts';

/** Headers of single slices are 1 to 5 kB long. Where this does not reach the pixel data, `GROWTH` times as much is read. */
const FIRST_BYTES = 8 * 1024;
const GROWTH = 8;

/** The header if these bytes reach the pixel data. That they do not is no error yet: there is more of the file. */
const headerIfReached = (bytes: Uint8Array, where: Where): SliceHeader | undefined => {
  try {
    return parseHeader(bytes, where);
  } catch (error) {
    if (error instanceof SpineError && error.code === 'DICOM_HEADER_BROKEN') return undefined;
    throw error;
  }
};

/**
 * The header of a slice file without its pixels: the first 8 KiB are read, and more only if they do not reach the pixel data.
 * @param read  gives the bytes
 * @param where the rest of the place; the file's name is added to it
 * @throws DICOM_FILE_UNREADABLE, and what `parseHeader` throws
 */
export const readHeader = async (read: ReadBytes, file: SliceFile, where: Where = {}): Promise<SliceHeader> => {
  const place = { ...where, file: file.name };
  for (let maxBytes = FIRST_BYTES; ; maxBytes *= GROWTH) {
    const bytes = await bytesAt(read, file.path, { where: place, maxBytes });
    if (bytes.length < maxBytes) return parseHeader(bytes, place);
    const header = headerIfReached(bytes, place);
    if (header) return header;
  }
};
