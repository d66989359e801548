import { SpineError, type Where } from '../domain/spine-error.ts';
import { withoutPath } from '../domain/without-path.ts';
import { type DicomTag, labelOf } from './tags.ts';

/**
 * Everything that can be wrong with a DICOM file, in the order of the codes.
 * Reasons quote sizes, formats and attribute names only, never text out of the file: that could be patient data.
 */

export const emptyFile = (where: Where = {}): SpineError =>
  new SpineError({ code: 'DICOM_EMPTY', reason: 'the file is empty; copy or export it again', where });

export const irregularFile = (where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_FILE_IRREGULAR',
    reason: 'this is a pipe, a device or a folder, expected a regular file; remove it from the study',
    where,
  });

export const unreadableFile = (where: Where, cause: unknown): SpineError =>
  new SpineError({
    code: 'DICOM_FILE_UNREADABLE',
    reason: 'the file cannot be read; check that it exists and that this user may read it',
    where,
    cause: withoutPath(cause),
  });

export const invalidGeometry = (problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_GEOMETRY_INVALID',
    reason: `${problem}, so the slice cannot be placed in the patient; export the series again or leave it out`,
    where,
  });

export const brokenHeader = (
  byteCount: number,
  { where = {}, cause }: { where?: Where; cause?: unknown },
): SpineError =>
  new SpineError({
    code: 'DICOM_HEADER_BROKEN',
    reason: `no pixel data can be found in the ${byteCount} bytes that are there: the file is cut off, damaged or no image; copy or export it again, or remove it`,
    where,
    cause,
  });

export const noPixels = (where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_NO_PIXELS',
    reason:
      'a DICOM object without pixels (raw data, a report, a presentation state or the like), expected an image; leave it out',
    where,
  });

export const framesDisagree = (problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_FRAMES_DISAGREE',
    reason: `${problem}, so its frames cannot be told apart; export the series again`,
    where,
  });

export const brokenDeflate = (
  maxBytes: number,
  { where = {}, cause }: { where?: Where; cause?: unknown },
): SpineError =>
  new SpineError({
    code: 'DICOM_DEFLATE_BROKEN',
    reason: `the deflated data set is damaged, or inflates to more than ${maxBytes} bytes; copy or export the file again`,
    where,
    cause,
  });

export const metadataDiffers = (what: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_METADATA_DIFFERS',
    reason: `${what} in the instance than in the metadata that the server gave of it; check whether the study was changed meanwhile, and grade it again`,
    where,
  });

export const notDicom = (byteCount: number, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_NOT_DICOM',
    reason: `not a DICOM file: "DICM" expected at byte 128 of its ${byteCount}; remove the file, or export it as DICOM Part 10 if the 128-byte preamble was left out`,
    where,
  });

export const unsupportedPixels = (problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_PIXEL_FORMAT',
    reason: `${problem}; export the series as single-frame grey images of 8 or 16 bits`,
    where,
  });

interface PixelExtent {
  readonly rows: number;
  readonly columns: number;
  readonly bytesPerPixel: number;
  readonly frames?: number;
}

export const pixelLengthMismatch = (foundBytes: number, extent: PixelExtent, where: Where = {}): SpineError => {
  const { rows, columns, bytesPerPixel, frames = 1 } = extent;
  const each = frames === 1 ? '' : ` in each of ${frames} frames`;
  return new SpineError({
    code: 'DICOM_PIXEL_LENGTH',
    reason: `${rows} rows of ${columns} columns at ${8 * bytesPerPixel} bits${each} need ${frames * rows * columns * bytesPerPixel} bytes of pixel data, but it has ${foundBytes}; export the file again`,
    where,
  });
};

export const truncatedPixels = (foundBytes: number, expectedBytes: number, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_PIXELS_TRUNCATED',
    reason: `the file ends within its pixel data, ${foundBytes} of ${expectedBytes} bytes are there; copy or export it again`,
    where,
  });

export const brokenRle = (problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_RLE_BROKEN',
    reason: `the RLE compressed pixel data is damaged: ${problem}; copy or export the file again`,
    where,
  });

export const tagMissing = (tags: readonly DicomTag[], neededTo: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_TAG_MISSING',
    reason: `no usable ${tags.map(labelOf).join(', ')}, needed to ${neededTo}; export the file again with its full header, or leave the series out`,
    where,
  });

/** @param label name and UID of the transfer syntax, of `syntaxLabel` */
export const unsupportedSyntax = (label: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_TRANSFER_SYNTAX',
    reason: `the transfer syntax is ${label}, expected an uncompressed one, RLE, JPEG, JPEG-LS, JPEG 2000 or HTJ2K; convert the file, e.g. with "gdcmconv --raw <in> <out>"`,
    where,
  });

export const brokenFragments = (problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_FRAGMENTS_BROKEN',
    reason: `the fragments of the compressed pixel data are damaged: ${problem}; copy or export the file again`,
    where,
  });

/** @param label name and UID of the transfer syntax, of `syntaxLabel` */
export const brokenCodestream = (label: string, problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_CODESTREAM_BROKEN',
    reason: `the pixel data, ${label}, is damaged: ${problem}; copy or export the file again`,
    where,
  });

export const decodeTimeout = (timeoutMs: number, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_DECODE_TIMEOUT',
    reason: `the compressed pixel data took more than ${timeoutMs / 1000} s to decode, so it is probably damaged; copy or export the file again`,
    where,
  });

export const decoderFailed = (cause: unknown, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_DECODER_FAILED',
    reason:
      'the thread that decodes compressed pixel data exited unexpectedly (out of memory, or a fault in a decoder); copy or export the file again, and report it if that does not help',
    where,
    cause,
  });

export const frameMissing = (frame: number, frameCount: number, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_FRAME_MISSING',
    reason: `frame ${frame} was asked for, but the file has ${frameCount}; export the file again`,
    where,
  });
