/** Encoding of elements: explicit or implicit value representation, and byte order. */
export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

export const IMPLICIT_LE: Encoding = { explicit: false, littleEndian: true };
export const EXPLICIT_LE: Encoding = { explicit: true, littleEndian: true };
export const EXPLICIT_BE: Encoding = { explicit: true, littleEndian: false };

/** Thrown when the bytes end within an element: the file continues, or it is truncated. */
export class EndOfBytes extends Error {}

/** Thrown when the bytes are not valid DICOM, however many more follow. */
export class Malformed extends Error {}

/** `(0018,0050)`, as in messages. @param hex eight digits */
export const placeOf = (hex: string): string => `(${hex.slice(0, 4)},${hex.slice(4)})`.toUpperCase();

const isLetter = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x41 && byte <= 0x5a;

/** Whether there are two capital letters at the position of an explicit value representation. */
export const hasVr = (bytes: Uint8Array, at: number): boolean => isLetter(bytes[at + 4]) && isLetter(bytes[at + 5]);
