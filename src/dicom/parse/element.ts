/** How elements are written: with or without their value representation, which byte first. */
export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

export const IMPLICIT_LE: Encoding = { explicit: false, littleEndian: true };
export const EXPLICIT_LE: Encoding = { explicit: true, littleEndian: true };
export const EXPLICIT_BE: Encoding = { explicit: true, littleEndian: false };

/** Header of an element: its value was not looked at. */
export interface Element {
  readonly tag: number;
  /** Two letters; empty in implicit encoding and for items and delimiters. */
  readonly vr: string;
  /** Where the value begins. */
  readonly offset: number;
  /** Declared, or `UNDEFINED_LENGTH`. */
  readonly length: number;
  readonly encoding: Encoding;
}

export const UNDEFINED_LENGTH = 0xffffffff;
export const ITEM = 0xfffee000;
export const ITEM_END = 0xfffee00d;
export const SEQUENCE_END = 0xfffee0dd;

const DELIMITER_GROUP = 0xfffe;
/** Of commands in messages, never of files; a copy that was interrupted may leave any number of zeros. */
const COMMAND_GROUP = 0;

/** Representations with a length of 16 bits (PS3.5 7.1.2). All others, future ones included, have 32. */
const SHORT_VRS = new Set(
  'AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'
    .split(' ')
    .map((vr) => vr.charCodeAt(0) * 256 + vr.charCodeAt(1)),
);

/** The bytes that are there end within an element: the file goes on, or it is cut off. */
export class EndOfBytes extends Error {}

/** The bytes are no DICOM encoding, however many more there are. */
export class Malformed extends Error {}

/** `(0018,0050)`, as messages name a place. */
export const placeOf = (tag: number): string => {
  const hex = tag.toString(16).toUpperCase().padStart(8, '0');
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
};

export const cutWithin = (tag: number, offset: number, bytes: Uint8Array): EndOfBytes =>
  new EndOfBytes(`element ${placeOf(tag)} at byte ${offset} reaches beyond the ${bytes.length} bytes that are there`);

export const uint16At = (bytes: Uint8Array, at: number, littleEndian: boolean): number =>
  littleEndian ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!;

export const uint32At = (bytes: Uint8Array, at: number, littleEndian: boolean): number => {
  const [first, second] = [uint16At(bytes, at, littleEndian), uint16At(bytes, at + 2, littleEndian)];
  return littleEndian ? second * 0x10000 + first : first * 0x10000 + second;
};

const isLetter = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

/** Whether two capital letters stand where explicit encoding has a value representation. */
export const hasVr = (bytes: Uint8Array, at: number): boolean => isLetter(bytes[at + 4]!) && isLetter(bytes[at + 5]!);

const vrOf = (code: number): string => String.fromCharCode(code >> 8, code & 0xff);

/**
 * The header of the element that begins at `at`.
 * @throws EndOfBytes where the bytes end within the header
 * @throws Malformed for zeros
 */
export const elementAt = (bytes: Uint8Array, at: number, encoding: Encoding): Element => {
  const { explicit, littleEndian } = encoding;
  if (at + 8 > bytes.length) throw new EndOfBytes(`the bytes end within the header of an element at byte ${at}`);
  const group = uint16At(bytes, at, littleEndian);
  if (group === COMMAND_GROUP) throw new Malformed(`zeros at byte ${at} in place of an element`);
  const tag = group * 0x10000 + uint16At(bytes, at + 2, littleEndian);
  if (!explicit || group === DELIMITER_GROUP)
    return { tag, vr: '', offset: at + 8, length: uint32At(bytes, at + 4, littleEndian), encoding };
  const vr = (bytes[at + 4]! << 8) | bytes[at + 5]!;
  // What is no pair of letters was a representation that the writer did not know, "??": it has the short form, as in DCMTK.
  if (SHORT_VRS.has(vr) || !hasVr(bytes, at))
    return { tag, vr: vrOf(vr), offset: at + 8, length: uint16At(bytes, at + 6, littleEndian), encoding };
  if (at + 12 > bytes.length) throw cutWithin(tag, at, bytes);
  return { tag, vr: vrOf(vr), offset: at + 12, length: uint32At(bytes, at + 8, littleEndian), encoding };
};
