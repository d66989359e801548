/** How elements are written: with or without their value representation, which byte first. */
export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

export const IMPLICIT_LE: Encoding = { explicit: false, littleEndian: true };
export const EXPLICIT_LE: Encoding = { explicit: true, littleEndian: true };
export const EXPLICIT_BE: Encoding = { explicit: true, littleEndian: false };

/** The bytes that are there end within an element: the file goes on, or it is cut off. */
export class EndOfBytes extends Error {}

/** The bytes are no DICOM encoding, however many more there are. */
export class Malformed extends Error {}

/** `(0018,0050)`, as messages name a place. @param hex eight digits */
export const placeOf = (hex: string): string => `(${hex.slice(0, 4)},${hex.slice(4)})`.toUpperCase();

const isLetter = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x41 && byte <= 0x5a;

/** Whether two capital letters stand where explicit encoding has a value representation. */
export const hasVr = (bytes: Uint8Array, at: number): boolean => isLetter(bytes[at + 4]) && isLetter(bytes[at + 5]);
