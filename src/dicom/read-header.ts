import type { DataSet } from 'dicom-parser';
import { SpineError, type Where } from '../domain/spine-error.ts';
import type { SliceFile } from '../domain/study.ts';
import { dataSetOf, pixelElementOf } from './data-set.ts';
import { headerOf, type SliceHeader } from './parse-header.ts';
import { bytesAt, type ReadBytes } from './read-bytes.ts';

/** Headers of single slices are 1 to 5 kB long. Where this does not reach the pixel data, `GROWTH` times as much is read. */
const FIRST_BYTES = 8 * 1024;
const GROWTH = 8;

/** The data set if these bytes reach the pixel data. That they break off is no answer yet: more of the file may follow. */
const reachingPixels = (bytes: Uint8Array, where: Where): DataSet | undefined => {
  try {
    const dataSet = dataSetOf(bytes, where);
    return pixelElementOf(dataSet) && dataSet;
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
    const isWhole = bytes.length < maxBytes;
    const dataSet = isWhole ? dataSetOf(bytes, place) : reachingPixels(bytes, place);
    if (dataSet) return headerOf(dataSet);
  }
};
