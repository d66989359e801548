import { SpineError, type Where } from '../domain/spine-error.ts';
import { withoutPath } from '../domain/text/without-path.ts';
import { type DicomTag, labelOf } from './tags.ts';

/**
 * Errors of DICOM files, ordered by code. Reasons quote sizes, formats and attribute names only, never text from the file, which could be patient
 * data.
 */

export const emptyFile = (where: Where = {}): SpineError =>
  new SpineError({ code: 'DICOM_EMPTY', reason: 'the file is empty; copy or export it again', where });

export const irregularFile = (): SpineError =>
  new SpineError({
    code: 'DICOM_FILE_IRREGULAR',
    reason: 'not a regular file but a pipe, device or folder; remove it from the study',
  });

export const unreadableFile = (where: Where, cause: unknown): SpineError =>
  new SpineError({
    code: 'DICOM_FILE_UNREADABLE',
    reason: 'cannot read the file; check that it exists and is readable',
    where,
    cause: withoutPath(cause),
  });

export const invalidGeometry = (problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_GEOMETRY_INVALID',
    reason: `${problem}, so the slice has no position in the patient; export the series again or remove it`,
    where,
  });

export const brokenHeader = (
  byteCount: number,
  { where = {}, cause }: { where?: Where; cause?: unknown },
): SpineError =>
  new SpineError({
    code: 'DICOM_HEADER_BROKEN',
    reason: `no pixel data in ${byteCount} bytes: the file is truncated, damaged or not an image; copy or export it again, or remove it`,
    where,
    cause,
  });

export const noPixels = (where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_NO_PIXELS',
    reason:
      'a DICOM object without pixels (e.g. raw data, a report, a presentation state); expected an image; remove it',
    where,
  });

export const framesDisagree = (problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_FRAMES_DISAGREE',
    reason: `${problem}, so its frames cannot be distinguished; export the series again`,
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
    reason: `${what} in the instance than in the server's metadata; check whether the study changed in the meantime, and grade it again`,
    where,
  });

export const notDicom = (byteCount: number, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_NOT_DICOM',
    reason: `not a DICOM file: no "DICM" at byte 128 of ${byteCount}; remove it, or export it as DICOM Part 10 if it lacks the 128-byte preamble`,
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
    reason: `${rows} rows of ${columns} columns at ${8 * bytesPerPixel} bits${each} need ${frames * rows * columns * bytesPerPixel} bytes of pixel data, found ${foundBytes}; export the file again`,
    where,
  });
};

export const truncatedPixels = (foundBytes: number, expectedBytes: number, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_PIXELS_TRUNCATED',
    reason: `the file is truncated: ${foundBytes} of ${expectedBytes} bytes of pixel data; copy or export it again`,
    where,
  });

export const brokenRle = (problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_RLE_BROKEN',
    reason: `damaged RLE pixel data: ${problem}; copy or export the file again`,
    where,
  });

export const tagMissing = (tags: readonly DicomTag[], neededTo: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_TAG_MISSING',
    reason: `no usable ${tags.map(labelOf).join(', ')}, needed to ${neededTo}; export the file again with its full header, or remove the series`,
    where,
  });

/** @param label  name and UID of the transfer syntax, from `syntaxLabel` */
export const unsupportedSyntax = (label: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_TRANSFER_SYNTAX',
    reason: `unsupported transfer syntax ${label}; expected uncompressed, RLE, JPEG, JPEG-LS, JPEG 2000 or HTJ2K; convert the file, e.g. with "gdcmconv --raw <in> <out>"`,
    where,
  });

export const brokenFragments = (problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_FRAGMENTS_BROKEN',
    reason: `damaged fragments of compressed pixel data: ${problem}; copy or export the file again`,
    where,
  });

/** @param label  name and UID of the transfer syntax, from `syntaxLabel` */
export const brokenCodestream = (label: string, problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_CODESTREAM_BROKEN',
    reason: `damaged pixel data (${label}): ${problem}; copy or export the file again`,
    where,
  });

export const decodeTimeout = (timeoutMs: number, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_DECODE_TIMEOUT',
    reason: `decoding the pixel data took more than ${timeoutMs / 1000} s, so it is probably damaged; copy or export the file again`,
    where,
  });

export const decoderFailed = (cause: unknown, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_DECODER_FAILED',
    reason:
      'the decoder thread exited unexpectedly (out of memory, or a bug in a decoder); copy or export the file again, and report it if that does not help',
    where,
    cause,
  });

export const frameMissing = (frame: number, frameCount: number, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOM_FRAME_MISSING',
    reason: `no frame ${frame}, the file has ${frameCount}; export the file again`,
    where,
  });
