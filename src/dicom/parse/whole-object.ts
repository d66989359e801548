import type { PixelDataPlace, SliceHeader } from '../../domain/slice-header.ts';
import type { Where } from '../../domain/spine-error.ts';
import { TAGS } from '../tags.ts';
import { headersOfObject } from './frames.ts';
import { inflated } from './inflate.ts';
import { type ParsedObject, parseObject } from './object.ts';
import { pixelPlaceOf } from './storage-of.ts';

/** A whole file, ready for pixel decoding. */
export interface WholeObject {
  /** Bytes that positions refer to: the file, or the inflated data set of a deflated file. */
  readonly bytes: Uint8Array;
  /** Total length of the pixels of all frames. */
  readonly place: PixelDataPlace;
  /** One a frame. */
  readonly headers: readonly SliceHeader[];
  /** Value of ExtendedOffsetTable, if present. */
  readonly extendedOffsets: Uint8Array | undefined;
}

/** Allowance for elements after the pixels, such as padding and signatures, whose length is unknown. */
const BEHIND_PIXELS_BYTES = 1024 * 1024;

/** Maximum inflated size, relative to the pixels. */
const inflatedLimit = ({ pixels }: ParsedObject, header: SliceHeader): number => {
  const { rows = 0, columns = 0, samplesPerPixel = 1, bitsAllocated = 16, numberOfFrames = 1 } = header;
  const needed = Math.ceil((rows * columns * samplesPerPixel * bitsAllocated * Math.max(numberOfFrames, 1)) / 8);
  return pixels.dataOffset + Math.min(pixels.length, needed) + BEHIND_PIXELS_BYTES;
};

/**
 * Returns the headers of a file and the bytes that hold its pixels.
 * @throws what `parseHeaders` throws; DICOM_DEFLATE_BROKEN also if a data set inflates to far more than its header declares
 */
export const wholeObject = (bytes: Uint8Array, where: Where = {}): WholeObject => {
  const object = parseObject(bytes, where);
  const headers = headersOfObject(object, where);
  const table = object.elements[TAGS.extendedOffsetTable.key];
  return {
    bytes: object.deflated === undefined ? bytes : inflated(object.deflated, inflatedLimit(object, headers[0]!), where),
    place: pixelPlaceOf(object.pixels),
    headers,
    extendedOffsets: table && object.bytes.subarray(table.dataOffset, table.dataOffset + table.length),
  };
};
