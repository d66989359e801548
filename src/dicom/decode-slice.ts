import type { Element } from 'dicom-parser';
import type { Where } from '../domain/spine-error.ts';
import type { StoredPixels } from '../domain/study.ts';
import { headerDataOf } from './data-set.ts';
import { encapsulatedFrame } from './encapsulated-frame.ts';
import { pixelLengthMismatch, truncatedPixels, unsupportedPixels, unsupportedSyntax } from './errors.ts';
import { headerOf } from './parse-header.ts';
import { byteCountOf, type PixelFormat, pixelFormatOf } from './pixel-format.ts';
import { decodeRle } from './rle.ts';
import type { SliceHeader } from './slice-header.ts';
import { layoutOf } from './transfer-syntax.ts';

/** A slice as it is in its file. */
export interface DecodedSlice {
  readonly header: SliceHeader;
  readonly rows: number;
  readonly columns: number;
  /** Row-major, [rows, columns]; may be a view of the bytes that it was decoded from. */
  readonly pixels: StoredPixels;
}

interface EncodedPixels {
  readonly bytes: Uint8Array;
  readonly element: Element;
  readonly format: PixelFormat;
  readonly where: Where;
}

/** A view of uncompressed pixel data, least significant byte first. A byte of padding follows where the length would be odd. */
const plainBytes = ({ bytes, element, format, where }: EncodedPixels): Uint8Array => {
  const { dataOffset, length, hadUndefinedLength } = element;
  if (hadUndefinedLength)
    throw unsupportedPixels('its pixel data is encapsulated, but its transfer syntax is an uncompressed one', where);
  const needed = byteCountOf(format);
  if (length !== needed && length !== needed + (needed % 2)) throw pixelLengthMismatch(length, format, where);
  if (dataOffset + needed > bytes.length) throw truncatedPixels(bytes.length - dataOffset, needed, where);
  return bytes.subarray(dataOffset, dataOffset + needed);
};

const withSwappedWords = (bytes: Uint8Array): Uint8Array => {
  const swapped = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i += 2) {
    swapped[i] = bytes[i + 1]!;
    swapped[i + 1] = bytes[i]!;
  }
  return swapped;
};

/** A copy of uncompressed pixels whose most significant byte comes first. */
const bigEndianBytes = (encoded: EncodedPixels): Uint8Array => {
  const { element, format, where } = encoded;
  const plain = plainBytes(encoded);
  if (format.bytesPerPixel === 2) return withSwappedWords(plain);
  if (element.vr === 'OW') throw unsupportedPixels('its 8-bit pixels lie two by two in big-endian words', where);
  return plain;
};

const rleBytes = ({ bytes, element, format, where }: EncodedPixels): Uint8Array => {
  if (!element.hadUndefinedLength)
    throw unsupportedPixels('its pixel data is not encapsulated, but its transfer syntax is a compressed one', where);
  const { rows, columns, bytesPerPixel } = format;
  const frame = encapsulatedFrame(bytes, element.dataOffset, where);
  return decodeRle(frame, { pixelCount: rows * columns, bytesPerPixel }, where);
};

const DECODERS = { 'little-endian': plainBytes, 'big-endian': bigEndianBytes, rle: rleBytes } as const;

/**
 * Bytes, least significant first, as numbers: a view where their place in memory allows it, else a copy.
 * Takes a little-endian machine for granted, as the native packages of this product do.
 */
const typed = (bytes: Uint8Array, { bytesPerPixel, isSigned }: PixelFormat): StoredPixels => {
  const { buffer, byteOffset, length } = bytes.byteOffset % bytesPerPixel === 0 ? bytes : new Uint8Array(bytes);
  const view = [buffer, byteOffset, length / bytesPerPixel] as const;
  if (bytesPerPixel === 1) return isSigned ? new Int8Array(...view) : new Uint8Array(...view);
  return isSigned ? new Int16Array(...view) : new Uint16Array(...view);
};

/**
 * The stored pixel values and the header of a slice, out of the bytes of its whole file. Values are as stored: no rescaling, no
 * window, no inversion of MONOCHROME1, all allocated bits.
 * Transfer syntaxes: implicit and explicit VR little endian, explicit VR big endian, RLE Lossless.
 * Lengths are checked against the bytes that are there before anything is allocated.
 * @throws what `parseHeader` throws, and DICOM_TRANSFER_SYNTAX, DICOM_PIXEL_FORMAT, DICOM_TAG_MISSING, DICOM_PIXEL_LENGTH,
 *   DICOM_PIXELS_TRUNCATED, DICOM_RLE_BROKEN
 */
export const decodeSlice = (bytes: Uint8Array, where: Where = {}): DecodedSlice => {
  const { dataSet, pixelElement: element } = headerDataOf(bytes, where);
  const header = headerOf(dataSet);
  const layout = layoutOf(header.transferSyntaxUid);
  if (layout === undefined) throw unsupportedSyntax(header.transferSyntaxUid, where);
  const format = pixelFormatOf(header, where);
  const decoded = DECODERS[layout]({ bytes, element, format, where });
  return { header, rows: format.rows, columns: format.columns, pixels: typed(decoded, format) };
};
