import { SpineError, type Where } from '../domain/spine-error.ts';
import type { SliceFile } from '../domain/study.ts';
import { type Acquisition, parseAcquisition } from './acquisition.ts';
import { hasMagic, MAGIC_BYTES } from './data-set.ts';
import { parseHeader } from './parse-header.ts';
import { bytesAt, type ReadBytes } from './read-bytes.ts';
import type { SliceHeader } from './slice-header.ts';

/** Headers of single slices are 1 to 5 kB long. Where this does not reach the pixel data, `GROWTH` times as much is read. */
const FIRST_BYTES = 8 * 1024;
const GROWTH = 8;

type HeaderFile = Pick<SliceFile, 'name' | 'path'>;
type Parse<T> = (bytes: Uint8Array, where: Where) => T;

/** What is parsed if these bytes reach the pixel data. That they do not is no error yet: there is more of the file. */
const ifReached = <T>(parse: Parse<T>, bytes: Uint8Array, where: Where): T | undefined => {
  try {
    return parse(bytes, where);
  } catch (error) {
    if (error instanceof SpineError && error.code === 'DICOM_HEADER_BROKEN') return undefined;
    throw error;
  }
};

/** Of a slice file without its pixels: the first 8 KiB are read, and more only if they do not reach the pixel data. */
const readerOf =
  <T extends object>(parse: Parse<T>) =>
  async (read: ReadBytes, file: HeaderFile, where: Where = {}): Promise<T> => {
    const place = { ...where, file: file.name };
    for (let maxBytes = FIRST_BYTES; ; maxBytes *= GROWTH) {
      const bytes = await bytesAt(read, file.path, { where: place, maxBytes });
      if (bytes.length < maxBytes) return parse(bytes, place);
      const parsed = ifReached(parse, bytes, place);
      if (parsed) return parsed;
    }
  };

/**
 * The header of a slice file.
 * @param read  gives the bytes
 * @param where the rest of the place; the file's name is added to it
 * @throws DICOM_FILE_UNREADABLE, and what `parseHeader` throws
 */
export const readHeader: (read: ReadBytes, file: HeaderFile, where?: Where) => Promise<SliceHeader> =
  readerOf(parseHeader);

/** How a slice was taken; throws as `readHeader` does. */
export const readAcquisition: (read: ReadBytes, file: HeaderFile, where?: Where) => Promise<Acquisition> =
  readerOf(parseAcquisition);

/** Whether a file has DICOM's preamble, whatever its name; of a slice, a directory or a report alike. @throws DICOM_FILE_UNREADABLE */
export const beginsAsDicom = async (read: ReadBytes, file: HeaderFile): Promise<boolean> =>
  hasMagic(await bytesAt(read, file.path, { where: { file: file.name }, maxBytes: MAGIC_BYTES }));
