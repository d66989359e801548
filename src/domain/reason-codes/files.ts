import type { ReasonCodes } from './reason-code.ts';

/** Reason codes of files that are not images or cannot be read. */
export const FILE_CODES = {
  FILES_IRREGULAR: {
    effect: 'skipped',
    meaning: 'pipes, sockets or devices are among the files',
    remedy: 'remove them; they are not opened',
  },
  FILES_NOT_IMAGES: {
    effect: 'skipped',
    meaning: 'DICOM objects without pixels, such as a DICOMDIR, a report, a presentation state or raw data',
    remedy: 'none needed',
  },
  FILES_UNREADABLE: {
    effect: 'skipped',
    meaning: 'unreadable files that are, or should be, DICOM images; the message contains the cause of the first',
    remedy: 'copy or export them again',
  },
  DICOM_CODESTREAM_BROKEN: {
    effect: 'refused',
    meaning: 'compressed pixel data is damaged or truncated',
    remedy: 'copy or export the file again',
  },
  DICOM_DECODER_FAILED: {
    effect: 'refused',
    meaning: 'the decoder of the transfer syntax stopped unexpectedly',
    remedy: 'convert the file to an uncompressed transfer syntax, and report the bug',
  },
  DICOM_DECODE_TIMEOUT: {
    effect: 'refused',
    meaning: 'decoding a slice exceeded the time limit',
    remedy: 'check the file; grade on a less busy machine',
  },
  DICOM_DEFLATE_BROKEN: {
    effect: 'refused',
    meaning: 'a deflated file cannot be inflated',
    remedy: 'copy or export the file again',
  },
  DICOM_EMPTY: { effect: 'refused', meaning: 'the file is empty', remedy: 'copy or export it again' },
  DICOM_FILE_IRREGULAR: {
    effect: 'refused',
    meaning: 'a path listed as a slice is a pipe, a device or a folder',
    remedy: 'remove it from the study',
  },
  DICOM_FILE_UNREADABLE: {
    effect: 'refused',
    meaning: 'the file cannot be opened',
    remedy: 'check that it exists and is readable',
  },
  DICOM_FRAGMENTS_BROKEN: {
    effect: 'refused',
    meaning: 'the fragments or offset table of compressed pixel data are inconsistent',
    remedy: 'copy or export the file again',
  },
  DICOM_FRAMES_DISAGREE: {
    effect: 'refused',
    meaning: 'NumberOfFrames differs from the number of frames described or stored',
    remedy: 'export the complete object again',
  },
  DICOM_FRAME_MISSING: {
    effect: 'refused',
    meaning: 'the pixel data has fewer frames than the header states',
    remedy: 'export the complete object again',
  },
  DICOM_GEOMETRY_INVALID: {
    effect: 'refused',
    meaning: 'position, orientation or pixel spacing is invalid',
    remedy: 'export the series again or remove it',
  },
  DICOM_HEADER_BROKEN: {
    effect: 'refused',
    meaning: 'the header is truncated or damaged',
    remedy: 'copy or export the file again, or remove it',
  },
  DICOM_METADATA_DIFFERS: {
    effect: 'refused',
    meaning: 'an instance or its position differs from the metadata of the server',
    remedy: 'check whether the study changed in the meantime, and grade it again',
  },
  DICOM_NOT_DICOM: {
    effect: 'refused',
    meaning: 'a file listed as a slice is not a DICOM file',
    remedy: 'remove it, or export it as DICOM Part 10',
  },
  DICOM_NO_PIXELS: {
    effect: 'skipped',
    meaning: 'a DICOM object has no pixel data',
    remedy: 'none needed; remove it if it makes a described series fail',
  },
  DICOM_PIXELS_TRUNCATED: {
    effect: 'refused',
    meaning: 'the pixel data is truncated, e.g. by an interrupted copy',
    remedy: 'copy or export it again',
  },
  DICOM_PIXEL_FORMAT: {
    effect: 'refused',
    meaning: 'colour images, or pixels that are not integers of 8 or 16 bits',
    remedy: 'export the series as greyscale images',
  },
  DICOM_PIXEL_LENGTH: {
    effect: 'refused',
    meaning: 'the pixel data is too short for its rows, columns and bits',
    remedy: 'export the file again',
  },
  DICOM_RLE_BROKEN: {
    effect: 'refused',
    meaning: 'RLE compressed pixel data is damaged',
    remedy: 'copy or export the file again',
  },
  DICOM_TAG_MISSING: {
    effect: 'refused',
    meaning: 'a required attribute is missing or empty; the message names it',
    remedy: 'export the file with its full header, or remove the series',
  },
  DICOM_TRANSFER_SYNTAX: {
    effect: 'refused',
    meaning: 'the transfer syntax is not supported',
    remedy: 'convert the files, for example with gdcmconv --raw',
  },
} as const satisfies ReasonCodes;
