import type { Element } from 'dicom-parser';
import type { SpineError, Where } from '../../domain/spine-error.ts';
import { DEFLATED_LITTLE_ENDIAN } from '../codecs/native.ts';
import { brokenHeader, noPixels } from '../errors.ts';
import { TAGS } from '../tags.ts';
import { type Attributes, attributesFrom, type DataSet } from './data-set.ts';
import { EndOfBytes, EXPLICIT_LE, Malformed } from './encoding.ts';
import { type FileFormat, formatOf } from './file-format.ts';
import { inflated } from './inflate.ts';
import { isClassWithoutPixels, isMrImageClass } from './sop-classes.ts';
import { textOf } from './values.ts';

/** An object up to its pixels. */
export interface ParsedObject extends DataSet {
  /** Bytes that contain the elements: the file, or the inflated data set of a deflated file. */
  readonly bytes: Buffer;
  readonly transferSyntaxUid: string;
  /** Position and declared length of the pixels; their value is not examined. */
  readonly pixels: Element;
  /** The compressed data set of a deflated file; `bytes` hold its inflated beginning. */
  readonly deflated?: Uint8Array | undefined;
}

/** An object whose pixels were reached, or the fault of the file if no more bytes follow. */
export type Beginning =
  | { readonly object: ParsedObject; readonly error?: undefined }
  | { readonly object?: undefined; readonly error: SpineError };

/** Limit for inflated headers. */
const MAX_INFLATED_HEADER_BYTES = 64 * 1024 * 1024;
const FIRST_DEFLATED_BYTES = 4 * 1024;
const GROWTH = 8;

interface Opened extends Attributes {
  readonly deflated?: Uint8Array | undefined;
}

/** Inflates in growing steps until the pixels are reached: their value is most of the work and not needed. */
const openDeflated = (deflated: Uint8Array, where: Where): Opened => {
  for (let length = FIRST_DEFLATED_BYTES; ; length *= GROWTH) {
    const bytes = inflated(deflated.subarray(0, length), MAX_INFLATED_HEADER_BYTES, where);
    const attributes = attributesFrom(bytes, 0, EXPLICIT_LE);
    if (attributes.pixels !== undefined || length >= deflated.length) return { deflated, ...attributes };
  }
};

const open = (bytes: Uint8Array, { at, encoding, transferSyntaxUid }: FileFormat, where: Where): Opened =>
  transferSyntaxUid === DEFLATED_LITTLE_ENDIAN
    ? openDeflated(bytes.subarray(at), where)
    : attributesFrom(bytes, at, encoding);

/** The fault of an object that ends before its pixels; MR images and all objects with rows must have some. */
const withoutPixels = (opened: Opened, sopClassUid: string | undefined, where: Where): SpineError => {
  const { bytes, cause, elements } = opened;
  const isImage = sopClassUid === undefined || isMrImageClass(sopClassUid) || elements[TAGS.rows.key] !== undefined;
  return cause !== undefined || isImage ? brokenHeader(bytes.length, { where, cause }) : noPixels(where);
};

const parsed = (bytes: Uint8Array, where: Where): Beginning => {
  const format = formatOf(bytes, where);
  const opened = open(bytes, format, where);
  const { pixels } = opened;
  const { transferSyntaxUid } = format;
  if (pixels !== undefined) return { object: { ...opened, pixels, transferSyntaxUid } };
  const sopClassUid = textOf(opened, TAGS.sopClassUid) ?? format.mediaClassUid;
  if (sopClassUid !== undefined && isClassWithoutPixels(sopClassUid)) throw noPixels(where);
  return { error: withoutPixels(opened, sopClassUid, where) };
};

/**
 * Parses a beginning of a file.
 * @throws DICOM_EMPTY, DICOM_NOT_DICOM, DICOM_TAG_MISSING (no transfer syntax), DICOM_NO_PIXELS (its class has none),
 *   DICOM_HEADER_BROKEN, DICOM_DEFLATE_BROKEN: more bytes would not help
 */
export const parseBeginning = (bytes: Uint8Array, where: Where): Beginning => {
  try {
    return parsed(bytes, where);
  } catch (error) {
    if (error instanceof EndOfBytes) return { error: brokenHeader(bytes.length, { where, cause: error }) };
    if (error instanceof Malformed) throw brokenHeader(bytes.length, { where, cause: error });
    throw error;
  }
};

/** Parses a whole file, or a beginning that reaches the pixels. @throws as `parseBeginning` */
export const parseObject = (bytes: Uint8Array, where: Where): ParsedObject => {
  const { object, error } = parseBeginning(bytes, where);
  if (object === undefined) throw error;
  return object;
};
