import type { SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import type { SliceFile } from '../domain/study.ts';
import { frameMissing } from './errors.ts';
import { type CopiedAttribute, copiedOf } from './parse/copied-attributes.ts';
import { headersOfObject } from './parse/frames.ts';
import { type ParsedObject, parseBeginning } from './parse/object.ts';
import { bytesAt, type ReadBytes } from './read-bytes.ts';

/** Headers of single slices are 1 to 5 kB long. If this does not reach the pixel data, `GROWTH` times as much is read. */
const FIRST_BYTES = 8 * 1024;
const GROWTH = 8;

type HeaderFile = Pick<SliceFile, 'name' | 'path' | 'frame'>;

/**
 * Reads the first 8 KiB, and more only if they do not reach the pixel data. Stops there for files that are not DICOM or have a class without pixels.
 */
export const readObject = async (read: ReadBytes, file: HeaderFile, place: Where): Promise<ParsedObject> => {
  for (let maxBytes = FIRST_BYTES; ; maxBytes *= GROWTH) {
    const bytes = await bytesAt(read, file.path, { where: place, maxBytes });
    const { object, error } = parseBeginning(bytes, place);
    if (object !== undefined) return object;
    if (bytes.length < maxBytes) throw error;
  }
};

/**
 * Returns the headers of an image file, one per frame, without its pixels.
 * @param read  gives the bytes
 * @param where place without the file's name, which is added
 * @throws DICOM_FILE_UNREADABLE, and what `parseHeaders` throws
 */
export const readHeaders = async (
  read: ReadBytes,
  file: HeaderFile,
  where: Where = {},
): Promise<readonly SliceHeader[]> => {
  const place = { ...where, file: file.name };
  return headersOfObject(await readObject(read, file, place), place);
};

/** Returns patient and study attributes of an image file. @throws as `readHeaders` does */
export const readCopiedAttributes = async (
  read: ReadBytes,
  file: HeaderFile,
  where: Where = {},
): Promise<readonly CopiedAttribute[]> => copiedOf(await readObject(read, file, { ...where, file: file.name }));

/**
 * Reads the header of a slice, without its pixels; the first frame's for a multi-frame file without `frame`.
 * @param read   reads part of a file, such as `readBytes`
 * @param file   its path, its name in messages, and optionally a frame from 1
 * @param where  study and series, for messages
 * @throws as `readHeaders`, and DICOM_FRAME_MISSING if the file has no such frame
 *
 * @example
 * import { readBytes, readHeader } from 'spinestream/dicom';
 * import { writeExampleStudies } from 'spinestream/testing';
 *
 * await writeExampleStudies('studies');
 * const header = await readHeader(readBytes, { name: '2.dcm', path: 'studies/train_images/1/13/2.dcm' });
 * [header.rows, header.columns, header.positionMm?.z]; // [32, 32, -10]
 */
export const readHeader = async (read: ReadBytes, file: HeaderFile, where: Where = {}): Promise<SliceHeader> => {
  const headers = await readHeaders(read, file, where);
  const { name, frame = 1 } = file;
  const header = headers[frame - 1];
  if (header === undefined) throw frameMissing(frame, headers.length, { ...where, file: name });
  return header;
};
