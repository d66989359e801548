import type { ReasonCodes } from './reason-code.ts';

/** Of files: what is no image, and what cannot be read. */
export const FILE_CODES = {
  FILES_IRREGULAR: {
    effect: 'left out',
    meaning: 'pipes, sockets or devices lie among the files',
    remedy: 'remove them; they are never opened',
  },
  FILES_NOT_IMAGES: {
    effect: 'left out',
    meaning: 'DICOM objects without pixels, such as a DICOMDIR, a report, a presentation state or raw data',
    remedy: 'none needed',
  },
  FILES_UNREADABLE: {
    effect: 'left out',
    meaning: 'files that are, or should be, DICOM images and cannot be read; the message has the cause of the first',
    remedy: 'copy or export them again',
  },
  DICOM_CODESTREAM_BROKEN: {
    effect: 'refused',
    meaning: 'compressed pixel data is damaged or ends early',
    remedy: 'copy or export the file again',
  },
  DICOM_DECODER_FAILED: {
    effect: 'refused',
    meaning: 'the decoder of the transfer syntax stopped unexpectedly',
    remedy: 'convert the file to uncompressed, and report the fault',
  },
  DICOM_DECODE_TIMEOUT: {
    effect: 'refused',
    meaning: 'decoding a slice took longer than its limit',
    remedy: 'check the file; grade on a machine that is less busy',
  },
  DICOM_DEFLATE_BROKEN: {
    effect: 'refused',
    meaning: 'a deflated file cannot be inflated',
    remedy: 'copy or export the file again',
  },
  DICOM_EMPTY: { effect: 'refused', meaning: 'a file has no bytes', remedy: 'copy or export it again' },
  DICOM_FILE_IRREGULAR: {
    effect: 'refused',
    meaning: 'what is named as a slice is a pipe, a device or a folder',
    remedy: 'remove it from the study',
  },
  DICOM_FILE_UNREADABLE: {
    effect: 'refused',
    meaning: 'the system does not give the file',
    remedy: 'check that it exists and that this user may read it',
  },
  DICOM_FRAGMENTS_BROKEN: {
    effect: 'refused',
    meaning: 'the fragments or offset table of compressed pixel data do not fit together',
    remedy: 'copy or export the file again',
  },
  DICOM_FRAMES_DISAGREE: {
    effect: 'refused',
    meaning: 'NumberOfFrames is another number than that of the frames described or stored',
    remedy: 'export the object again, all parts of it',
  },
  DICOM_FRAME_MISSING: {
    effect: 'refused',
    meaning: 'the pixel data has fewer frames than the header says',
    remedy: 'export the object again, all parts of it',
  },
  DICOM_GEOMETRY_INVALID: {
    effect: 'refused',
    meaning: 'position, orientation or pixel spacing cannot be true',
    remedy: 'export the series again or leave it out',
  },
  DICOM_HEADER_BROKEN: {
    effect: 'refused',
    meaning: 'the header ends early or is damaged',
    remedy: 'copy or export the file again, or remove it',
  },
  DICOM_METADATA_DIFFERS: {
    effect: 'refused',
    meaning: 'an instance is another one, or lies elsewhere, than the metadata that a server gave of it says',
    remedy: 'check whether the study was changed meanwhile, and grade it again',
  },
  DICOM_NOT_DICOM: {
    effect: 'refused',
    meaning: 'a file that is named as a slice is no DICOM file',
    remedy: 'remove it, or export it as DICOM Part 10',
  },
  DICOM_NO_PIXELS: {
    effect: 'left out',
    meaning: 'a DICOM object has no pixel data',
    remedy: 'none needed; in a described series remove it where the study fails by it',
  },
  DICOM_PIXELS_TRUNCATED: {
    effect: 'refused',
    meaning: 'a file ends within its pixel data, as after a copy that was interrupted',
    remedy: 'copy or export it again',
  },
  DICOM_PIXEL_FORMAT: {
    effect: 'refused',
    meaning: 'colour, or numbers that are not whole numbers of 8 or 16 bits',
    remedy: 'export the series as grey images',
  },
  DICOM_PIXEL_LENGTH: {
    effect: 'refused',
    meaning: 'the pixel data is shorter than rows, columns and bits need',
    remedy: 'export the file again',
  },
  DICOM_RLE_BROKEN: {
    effect: 'refused',
    meaning: 'RLE compressed pixel data is damaged',
    remedy: 'copy or export the file again',
  },
  DICOM_TAG_MISSING: {
    effect: 'refused',
    meaning: 'an attribute that grading needs is missing or empty; the message names it',
    remedy: 'export the file with its full header, or leave the series out',
  },
  DICOM_TRANSFER_SYNTAX: {
    effect: 'refused',
    meaning: 'the transfer syntax is none that is read',
    remedy: 'convert the files, for example with gdcmconv --raw',
  },
} as const satisfies ReasonCodes;
