import type { SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import { frameMissing } from './errors.ts';
import { type WholeObject, wholeObject } from './parse/whole-object.ts';

/** A whole file in memory, ready to extract frames from. */
export interface OpenFile extends Omit<WholeObject, 'headers'> {
  /** Header of a frame, from 1; of the only image if omitted. */
  readonly headerOf: (frame: number | undefined, where: Where) => SliceHeader;
}

/** Opens a file. @throws what `parseHeaders` throws; `headerOf` DICOM_FRAME_MISSING */
export const openFile = (fileBytes: Uint8Array, where: Where = {}): OpenFile => {
  const { headers, ...object } = wholeObject(fileBytes, where);
  return {
    ...object,
    headerOf: (frame = 1, place) => {
      const header = headers[frame - 1];
      if (header === undefined) throw frameMissing(frame, headers.length, place);
      return header;
    },
  };
};
