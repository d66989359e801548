import { type ReasonCodes, refused, skipped } from './reason-code.ts';

/** Reason codes of files that are not images or cannot be read. */
export const FILE_CODES: ReasonCodes = {
  FILES_IRREGULAR: skipped('pipes, sockets or devices are among the files', 'remove them; they are not opened'),
  FILES_NOT_IMAGES: skipped(
    'DICOM objects without pixels, such as a DICOMDIR, a report, a presentation state or raw data',
    'none needed',
  ),
  FILES_UNREADABLE: skipped(
    'unreadable files that are, or should be, DICOM images; the message contains the cause of the first',
    'copy or export them again',
  ),
  DICOM_CODESTREAM_BROKEN: refused('compressed pixel data is damaged or truncated', 'copy or export the file again'),
  DICOM_DECODER_FAILED: refused(
    'the decoder of the transfer syntax stopped unexpectedly',
    'convert the file to an uncompressed transfer syntax, and report the bug',
  ),
  DICOM_DECODE_TIMEOUT: refused(
    'decoding a slice exceeded the time limit',
    'check the file; grade on a less busy machine',
  ),
  DICOM_DEFLATE_BROKEN: refused('a deflated file cannot be inflated', 'copy or export the file again'),
  DICOM_EMPTY: refused('the file is empty', 'copy or export it again'),
  DICOM_FILE_IRREGULAR: refused('a path listed as a slice is a pipe, a device or a folder', 'remove it from the study'),
  DICOM_FILE_UNREADABLE: refused('the file cannot be opened', 'check that it exists and is readable'),
  DICOM_FRAGMENTS_BROKEN: refused(
    'the fragments or offset table of compressed pixel data are inconsistent',
    'copy or export the file again',
  ),
  DICOM_FRAMES_DISAGREE: refused(
    'NumberOfFrames differs from the number of frames described or stored',
    'export the complete object again',
  ),
  DICOM_FRAME_MISSING: refused(
    'the pixel data has fewer frames than the header states',
    'export the complete object again',
  ),
  DICOM_GEOMETRY_INVALID: refused(
    'position, orientation or pixel spacing is invalid',
    'export the series again or remove it',
  ),
  DICOM_HEADER_BROKEN: refused('the header is truncated or damaged', 'copy or export the file again, or remove it'),
  DICOM_METADATA_DIFFERS: refused(
    'an instance or its position differs from the metadata of the server',
    'check whether the study changed in the meantime, and grade it again',
  ),
  DICOM_NOT_DICOM: refused('a file listed as a slice is not a DICOM file', 'remove it, or export it as DICOM Part 10'),
  DICOM_NO_PIXELS: skipped(
    'a DICOM object has no pixel data',
    'none needed; remove it if it makes a described series fail',
  ),
  DICOM_PIXELS_TRUNCATED: refused(
    'the pixel data is truncated, e.g. by an interrupted copy',
    'copy or export it again',
  ),
  DICOM_PIXEL_FORMAT: refused(
    'colour images, or pixels that are not integers of 8 or 16 bits',
    'export the series as greyscale images',
  ),
  DICOM_PIXEL_LENGTH: refused('the pixel data is too short for its rows, columns and bits', 'export the file again'),
  DICOM_RLE_BROKEN: refused('RLE compressed pixel data is damaged', 'copy or export the file again'),
  DICOM_TAG_MISSING: refused(
    'a required attribute is missing or empty; the message names it',
    'export the file with its full header, or remove the series',
  ),
  DICOM_TRANSFER_SYNTAX: refused(
    'the transfer syntax is not supported',
    'convert the files, for example with gdcmconv --raw',
  ),
};
