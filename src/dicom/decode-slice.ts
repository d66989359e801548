import type { SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import type { Canonical, StoredPixels } from '../domain/study.ts';
import { type FrameData, type FrameNote, frameBytes } from './frame-bytes.ts';
import { openFile } from './open-file.ts';
import { framePlaceOf, type PixelFormat, pixelFormatOf } from './pixel-format.ts';
import { requireSameImage } from './same-image.ts';
import { DEFLATED_LITTLE_ENDIAN, isLossy } from './transfer-syntax.ts';
import { turnedHeader, turnedPixels } from './turn-slice.ts';
import { type IntegerPixels, isBlank, standardValues, type ValueNote } from './values.ts';

/** Notes on how a slice was read that matter to a reader of the grades. */
export type SliceNote = FrameNote | ValueNote | 'BURNED_IN_TEXT' | 'LOSSY_COMPRESSION' | 'SLICE_BLANK';

/** A slice as stored, or in standard orientation and values. */
export interface DecodedSlice {
  /** Header that matches the pixels, turned as they are. */
  readonly header: SliceHeader;
  readonly rows: number;
  readonly columns: number;
  /** Row-major, [rows, columns]; may be a view of the decoded bytes. */
  readonly pixels: StoredPixels;
  /** Codes, each once; empty for a plain slice. */
  readonly notes: readonly SliceNote[];
}

/** Whether the pixels lie at a fixed place in the file, so that a header read earlier is sufficient. */
const isPlain = ({ pixelData, transferSyntaxUid }: SliceHeader): boolean =>
  pixelData?.encapsulated === false && transferSyntaxUid !== DEFLATED_LITTLE_ENDIAN;

export interface DecodeOptions {
  /** Header of the slice as stored, if read earlier; not read again. */
  readonly known?: SliceHeader | undefined;
  /** Frame of a multi-frame file, from 1. */
  readonly frame?: number | undefined;
  /** Conversion to standard orientation and values; absent: everything as stored. */
  readonly canonical?: Canonical | undefined;
}

/**
 * Little-endian bytes as numbers: a view where alignment allows it, else a copy. Assumes a little-endian machine, as the product's native packages
 * do.
 */
const typed = (bytes: Uint8Array, { bytesPerPixel, isSigned }: PixelFormat): IntegerPixels => {
  const { buffer, byteOffset, length } = bytes.byteOffset % bytesPerPixel === 0 ? bytes : new Uint8Array(bytes);
  const view = [buffer, byteOffset, length / bytesPerPixel] as const;
  if (bytesPerPixel === 1) return isSigned ? new Int8Array(...view) : new Uint8Array(...view);
  return isSigned ? new Int16Array(...view) : new Uint16Array(...view);
};

const headerNotes = ({ transferSyntaxUid, wasLossy, hasBurnedInText }: SliceHeader): readonly SliceNote[] => [
  ...(isLossy(transferSyntaxUid) || wasLossy === true ? (['LOSSY_COMPRESSION'] as const) : []),
  ...(hasBurnedInText === true ? (['BURNED_IN_TEXT'] as const) : []),
];

/** Builds a slice from a header and the bytes of its frame. */
export const decodedFrame = async (
  header: SliceHeader,
  data: FrameData,
  { canonical, where }: { readonly canonical: Canonical | undefined; readonly where: Where },
): Promise<DecodedSlice> => {
  const format = pixelFormatOf(header, where);
  const { bytes, notes: frameNotes } = await frameBytes(data, { uid: header.transferSyntaxUid, format, where });
  const words = typed(bytes, format);
  const notes = [...frameNotes, ...headerNotes(header)];
  const { rows, columns } = format;
  if (canonical === undefined) return { header, rows, columns, pixels: words, notes };
  const { rescale, turn } = canonical;
  const values = standardValues(words, { header, format, rescale }, where);
  const turned = turnedHeader(header, turn);
  return {
    header: turned,
    rows: turned.rows ?? rows,
    columns: turned.columns ?? columns,
    pixels: turnedPixels(values.pixels, { rows, columns }, turn),
    notes: [...notes, ...(isBlank(words) ? (['SLICE_BLANK'] as const) : []), ...values.notes],
  };
};

/**
 * Returns the pixels and the header of a slice from the bytes of its whole file. Without `canonical` the values are as stored: no rescaling, no
 * window, no inversion of MONOCHROME1, all allocated bits. `codecs/list.ts` lists the transfer syntaxes. Checks lengths and sizes against the
 * bytes at hand before it allocates anything.
 * @param bytes  a DICOM file (PS3.10)
 * @param where  study, series and file, for messages
 * @returns      pixels row-major, [rows, columns]
 * @throws what `parseHeader` throws, and DICOM_TRANSFER_SYNTAX, DICOM_PIXEL_FORMAT, DICOM_TAG_MISSING, DICOM_PIXEL_LENGTH,
 *   DICOM_PIXELS_TRUNCATED, DICOM_FRAME_MISSING, DICOM_FRAGMENTS_BROKEN, DICOM_RLE_BROKEN, DICOM_CODESTREAM_BROKEN, DICOM_DECODE_TIMEOUT
 *
 * @example
 * import { decodeSlice } from 'spinestream/dicom';
 * import { exampleSliceBytes } from 'spinestream/testing';
 *
 * const { rows, columns, pixels } = await decodeSlice(exampleSliceBytes('11', 3));
 * [rows, columns, pixels.length]; // [32, 32, 1024]
 * pixels.slice(0, 3); // Uint16Array(3) [303, 340, 377]
 */
export const decodeSlice = async (
  bytes: Uint8Array,
  where: Where = {},
  { frame, canonical, known }: DecodeOptions = {},
): Promise<DecodedSlice> => {
  const place = known?.pixelData;
  if (known !== undefined && place !== undefined && isPlain(known)) {
    const data = { bytes, place, extendedOffsets: undefined, ...framePlaceOf(known, frame, where), bytesFrom: 0 };
    return decodedFrame(known, data, { canonical, where });
  }
  const file = openFile(bytes, where);
  const header = file.headerOf(frame, where);
  if (known !== undefined) requireSameImage(known, header, where);
  const data = { ...file, ...framePlaceOf(header, frame, where), bytesFrom: 0 };
  return decodedFrame(header, data, { canonical, where });
};
