import type { SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import type { StoredPixels } from '../domain/study.ts';
import { unsupportedPixels } from './errors.ts';
import type { PixelFormat } from './pixel-format.ts';

/** Changes made to the values of a slice. */
export type ValueNote = 'VALUES_MASKED' | 'VALUES_INVERTED' | 'PADDING_REPLACED' | 'VALUES_RESCALED';

/** Stored integer values. */
export type IntegerPixels = Int16Array | Uint16Array | Int8Array | Uint8Array;

export interface StandardValues {
  readonly pixels: StoredPixels;
  readonly notes: readonly ValueNote[];
}

/** Position of a pixel's value within its word, and its sign. */
interface ValueBits {
  readonly stored: number;
  /** Number of unused bits below the value. */
  readonly shift: number;
  readonly isSigned: boolean;
}

/** Reads the bit layout. @throws DICOM_PIXEL_FORMAT for inconsistent bits */
const valueBitsOf = (header: SliceHeader, { bytesPerPixel, isSigned }: PixelFormat, where: Where): ValueBits => {
  const allocated = 8 * bytesPerPixel;
  const { bitsStored: stored = allocated, highBit = stored - 1 } = header;
  if (stored < 1 || stored > allocated || highBit < stored - 1 || highBit >= allocated)
    throw unsupportedPixels(
      `BitsStored is ${stored} and HighBit ${highBit}, which do not fit ${allocated} allocated bits`,
      where,
    );
  return { stored, shift: highBit - stored + 1, isSigned };
};

/** Extracts the value of a word: masks unused bits and extends the sign. */
const valueIn = (word: number, { stored, shift, isSigned }: ValueBits): number => {
  const unused = 32 - stored;
  const raised = (word >>> shift) << unused;
  return isSigned ? raised >> unused : raised >>> unused;
};

/** Length of the ends of a slice that are read word by word: what precedes a multiple of 4 bytes, and what follows one of 16. */
const ENDS = 16;

/** Bits set in any element; the length is a multiple of four. */
const bitsIn = (fours: Int32Array): number => {
  let seen = 0;
  for (let i = 0; i < fours.length; i += 4) seen |= fours[i]! | fours[i + 1]! | fours[i + 2]! | fours[i + 3]!;
  return seen;
};

/** Bits that differ from the one below in any element. */
const changesIn = (fours: Int32Array): number => {
  let seen = 0;
  for (let i = 0; i < fours.length; i += 4) {
    const a = fours[i]!;
    const b = fours[i + 1]!;
    const c = fours[i + 2]!;
    const d = fours[i + 3]!;
    seen |= (a ^ (a << 1)) | (b ^ (b << 1)) | (c ^ (c << 1)) | (d ^ (d << 1));
  }
  return seen;
};

/**
 * Whether any word has bits outside its value. A single branch-free pass over 16 bytes at a time, since most slices need nothing else. A signed word
 * repeats its sign above the value: there a bit is stray if it differs from the one below.
 */
const hasStrayBits = (words: IntegerPixels, { stored, shift, isSigned }: ValueBits): boolean => {
  const { buffer, byteOffset, length, BYTES_PER_ELEMENT: bytes } = words;
  const outside = (2 ** (8 * bytes) - 1) & ~((2 ** stored - 1) << shift);
  if (outside === 0) return false;
  const repeats = isSigned && shift === 0;
  const isStray = (word: number): boolean => ((repeats ? word ^ (word << 1) : word) & outside) !== 0;
  if (length <= ENDS) return words.some(isStray);
  const start = (-byteOffset & 3) / bytes;
  const fours = new Int32Array(buffer, byteOffset + start * bytes, 4 * Math.floor(((length - start) * bytes) / 16));
  const seen = repeats ? changesIn(fours) : bitsIn(fours);
  if ((seen & (outside * (bytes === 2 ? 0x10001 : 0x1010101))) !== 0) return true;
  return words.subarray(0, ENDS).some(isStray) || words.subarray(-ENDS).some(isStray);
};

const masked = (words: IntegerPixels, bits: ValueBits): IntegerPixels => {
  const values = words.slice();
  for (let i = 0; i < values.length; i++) values[i] = valueIn(words[i]!, bits);
  return values;
};

/** Whether a slice shows nothing. Stops at the first pixel that differs. */
export const isBlank = (values: IntegerPixels): boolean => {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
};

/** Mask of padding pixels; undefined if there are none or none is declared. */
const paddingIn = (
  words: IntegerPixels,
  values: IntegerPixels,
  { header, bits }: { readonly header: SliceHeader; readonly bits: ValueBits },
): Uint8Array | undefined => {
  const { paddingValue, paddingLimit = paddingValue } = header;
  if (paddingValue === undefined || paddingLimit === undefined) return undefined;
  const allocated = { stored: 8 * words.BYTES_PER_ELEMENT, shift: 0, isSigned: bits.isSigned };
  // the attribute's own representation may differ: only the bits count
  const [a, b] = [valueIn(paddingValue, allocated), valueIn(paddingLimit, allocated)];
  const [least, most] = [Math.min(a, b), Math.max(a, b)];
  // padding outside the value range is compared as a whole word
  const fits = valueIn(least, { ...bits, shift: 0 }) === least && valueIn(most, { ...bits, shift: 0 }) === most;
  const compared = fits ? values : words;
  const isPadding = new Uint8Array(words.length);
  let count = 0;
  for (let i = 0; i < compared.length; i++) {
    if (compared[i]! < least || compared[i]! > most) continue;
    isPadding[i] = 1;
    count++;
  }
  return count > 0 ? isPadding : undefined;
};

/** Slope and intercept, 1 and 0 by default. @throws DICOM_PIXEL_FORMAT for a slope of 0 */
const rescaled = (values: IntegerPixels, header: SliceHeader, where: Where): Float32Array => {
  const { rescaleSlope = 1, rescaleIntercept = 0 } = header;
  if (rescaleSlope === 0) throw unsupportedPixels('RescaleSlope is 0, which leaves nothing of the picture', where);
  const scaled = new Float32Array(values.length);
  for (let i = 0; i < scaled.length; i++) scaled[i] = values[i]! * rescaleSlope + rescaleIntercept;
  return scaled;
};

/**
 * Inverts values in a copy, so that the highest is white. Rescaled values are inverted about fixed ends, so that slices of different slopes stay
 * comparable.
 */
const inverted = <P extends IntegerPixels | Float32Array>(values: P, { stored, isSigned }: ValueBits): P => {
  const ends = isSigned ? -1 : 2 ** stored - 1;
  const turned = values.slice() as P;
  for (let i = 0; i < turned.length; i++) turned[i] = ends - values[i]!;
  return turned;
};

/** A copy in which padding gets the lowest value of the other pixels, if there are any. */
const withoutPadding = <P extends IntegerPixels | Float32Array>(values: P, isPadding: Uint8Array): P => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (isPadding[i] === 0) least = Math.min(least, values[i]!);
  if (least === Number.POSITIVE_INFINITY) for (const value of values) least = Math.min(least, value);
  const replaced = values.slice() as P;
  for (let i = 0; i < replaced.length; i++) if (isPadding[i] === 1) replaced[i] = least;
  return replaced;
};

/**
 * Converts stored values so that they mean the same in every file: masked to the value's bits, the lowest value black, declared padding as dark as
 * the darkest tissue, and rescaled if slices of a series differ in that. Returns the same array if nothing changes.
 * @throws DICOM_PIXEL_FORMAT for invalid BitsStored, HighBit or RescaleSlope
 */
export const standardValues = (
  words: IntegerPixels,
  {
    header,
    format,
    rescale,
  }: { readonly header: SliceHeader; readonly format: PixelFormat; readonly rescale: boolean },
  where: Where = {},
): StandardValues => {
  const bits = valueBitsOf(header, format, where);
  const notes: ValueNote[] = [];
  const isStray = hasStrayBits(words, bits);
  const integers = isStray || bits.shift > 0 ? masked(words, bits) : words;
  if (isStray) notes.push('VALUES_MASKED');
  const isPadding = paddingIn(words, integers, { header, bits });
  let pixels: IntegerPixels | Float32Array = integers;
  if (rescale) {
    pixels = rescaled(integers, header, where);
    notes.push('VALUES_RESCALED');
  }
  if (header.photometricInterpretation === 'MONOCHROME1') {
    pixels = inverted(pixels, bits);
    notes.push('VALUES_INVERTED');
  }
  if (isPadding !== undefined) {
    pixels = withoutPadding(pixels, isPadding);
    notes.push('PADDING_REPLACED');
  }
  return { pixels, notes };
};
