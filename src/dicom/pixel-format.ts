import type { SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import { frameMissing, tagMissing, unsupportedPixels } from './errors.ts';
import { TAGS, tagsWithout } from './tags.ts';

/** Storage format of the pixels of a grey frame. */
export interface PixelFormat {
  readonly rows: number;
  readonly columns: number;
  readonly bytesPerPixel: 1 | 2;
  readonly isSigned: boolean;
}

/** Bytes of a frame's pixels without compression or padding. The header is untrusted: nothing is allocated by this number. */
export const byteCountOf = ({ rows, columns, bytesPerPixel }: Omit<PixelFormat, 'isSigned'>): number =>
  rows * columns * bytesPerPixel;

/** Refuses frames that are not grey. Missing attributes are accepted, since the length of the pixel data implies them. */
const checkGrey = (header: SliceHeader, where: Where): void => {
  const { samplesPerPixel = 1, photometricInterpretation = 'MONOCHROME2' } = header;
  if (samplesPerPixel !== 1) throw unsupportedPixels(`it has ${samplesPerPixel} samples a pixel, expected 1`, where);
  if (!/^MONOCHROME[12]$/.test(photometricInterpretation))
    throw unsupportedPixels('its PhotometricInterpretation is neither MONOCHROME1 nor MONOCHROME2', where);
};

/** Frame index, from 0, and number of frames. A multi-frame file requires an explicit frame. */
export interface FramePlace {
  readonly index: number;
  readonly count: number;
}

/**
 * Resolves the frame of a slice.
 * @param frame from 1; undefined for a single-frame file
 * @throws DICOM_PIXEL_FORMAT for a multi-frame file without a given frame, DICOM_FRAME_MISSING
 */
export const framePlaceOf = (
  { numberOfFrames = 1 }: SliceHeader,
  frame: number | undefined,
  where: Where = {},
): FramePlace => {
  if (frame === undefined && numberOfFrames !== 1)
    throw unsupportedPixels(`it has ${numberOfFrames} frames, expected 1`, where);
  const place = { index: (frame ?? 1) - 1, count: numberOfFrames };
  if (!Number.isInteger(place.index) || place.index < 0 || place.index >= place.count)
    throw frameMissing(place.index + 1, place.count, where);
  return place;
};

/**
 * Returns the format that a header declares.
 * @throws DICOM_TAG_MISSING naming every attribute that it lacks
 * @throws DICOM_PIXEL_FORMAT for colour and other depths than 8 and 16 bits
 */
export const pixelFormatOf = (header: SliceHeader, where: Where = {}): PixelFormat => {
  checkGrey(header, where);
  const { rows, columns, bitsAllocated, pixelRepresentation } = header;
  if (!(rows && columns) || bitsAllocated === undefined || pixelRepresentation === undefined) {
    const missing = tagsWithout([
      [rows, TAGS.rows],
      [columns, TAGS.columns],
      [bitsAllocated, TAGS.bitsAllocated],
      [pixelRepresentation, TAGS.pixelRepresentation],
    ]);
    throw tagMissing(missing, 'decode the pixels', where);
  }
  if (bitsAllocated !== 8 && bitsAllocated !== 16)
    throw unsupportedPixels(`it allocates ${bitsAllocated} bits a pixel, expected 8 or 16`, where);
  return { rows, columns, bytesPerPixel: bitsAllocated === 8 ? 1 : 2, isSigned: pixelRepresentation === 1 };
};
