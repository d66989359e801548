import type { Where } from '../domain/spine-error.ts';
import { tagMissing, unsupportedPixels } from './errors.ts';
import type { SliceHeader } from './slice-header.ts';
import { TAGS, tagsWithout } from './tags.ts';

/** How the pixels of a grey, single-frame image are stored. */
export interface PixelFormat {
  readonly rows: number;
  readonly columns: number;
  readonly bytesPerPixel: 1 | 2;
  readonly isSigned: boolean;
}

/** Bytes that the pixels take without compression or padding. A header's word: nothing is allocated by it. */
export const byteCountOf = ({ rows, columns, bytesPerPixel }: Omit<PixelFormat, 'isSigned'>): number =>
  rows * columns * bytesPerPixel;

/** Refuses what is no grey single frame. An attribute that is absent is not held against the file: the length of its pixel data tells. */
const checkGrey = (header: SliceHeader, where: Where): void => {
  const { samplesPerPixel = 1, numberOfFrames = 1, photometricInterpretation = 'MONOCHROME2' } = header;
  if (samplesPerPixel !== 1) throw unsupportedPixels(`it has ${samplesPerPixel} samples a pixel, expected 1`, where);
  if (numberOfFrames !== 1) throw unsupportedPixels(`it has ${numberOfFrames} frames, expected 1`, where);
  if (!/^MONOCHROME[12]$/.test(photometricInterpretation))
    throw unsupportedPixels('its PhotometricInterpretation is neither MONOCHROME1 nor MONOCHROME2', where);
};

/**
 * The format that a header states.
 * @throws DICOM_TAG_MISSING naming every attribute that it lacks
 * @throws DICOM_PIXEL_FORMAT for colour, several frames and other depths than 8 and 16 bits
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
