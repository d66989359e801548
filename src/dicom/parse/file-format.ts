import type { Element } from 'dicom-parser';
import type { Where } from '../../domain/spine-error.ts';
import {
  DEFLATED_LITTLE_ENDIAN,
  EXPLICIT_BIG_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  IMPLICIT_LITTLE_ENDIAN,
} from '../codecs/native.ts';
import { emptyFile, notDicom, tagMissing } from '../errors.ts';
import { TAGS } from '../tags.ts';
import { readElement } from './data-set.ts';
import { type Encoding, EXPLICIT_BE, EXPLICIT_LE, hasVr, IMPLICIT_LE } from './encoding.ts';
import { GuardedStream } from './guarded-stream.ts';
import { textOf } from './values.ts';

/** Start and encoding of a file's data set. */
export interface FileFormat {
  readonly at: number;
  readonly encoding: Encoding;
  /** Transfer syntax of the file, or the one that its bytes suggest if it has no meta information. */
  readonly transferSyntaxUid: string;
  readonly mediaClassUid?: string | undefined;
}

const PREAMBLE_BYTES = 128;
const MAGIC = [0x44, 0x49, 0x43, 0x4d]; // "DICM"
const META_GROUP = 2;
/** FileMetaInformationGroupLength, the first element of the meta information (PS3.10 7.1). */
const META_START = [0x02, 0x00, 0x00, 0x00, 0x55, 0x4c, 0x04, 0x00];

/** Number of bytes that suffice to recognise a DICOM file. */
const TELLING_BYTES = 1024;

const hasAt = (bytes: Uint8Array, at: number, expected: readonly number[]): boolean =>
  expected.every((byte, index) => bytes[at + index] === byte);

/** Start of the meta information: after the preamble, or at the start of files without one. */
const metaStart = (bytes: Uint8Array): number | undefined => {
  if (hasAt(bytes, PREAMBLE_BYTES, MAGIC)) return PREAMBLE_BYTES + MAGIC.length;
  return hasAt(bytes, 0, META_START) ? 0 : undefined;
};

/** Possible first bytes of a file without preamble: a tag of the lowest groups, and its encoding. */
const BARE: readonly (readonly [start: readonly number[], encoding: Encoding, transferSyntaxUid: string])[] = [
  [[0x08, 0x00], EXPLICIT_LE, EXPLICIT_LITTLE_ENDIAN],
  [[0x08, 0x00], IMPLICIT_LE, IMPLICIT_LITTLE_ENDIAN],
  [[0x00, 0x08], EXPLICIT_BE, EXPLICIT_BIG_ENDIAN],
];

const UID = /^1\.2\.840\.10008\.[\d.]{1,50}$/;

/**
 * Whether the bytes begin a data set that names its SOP class: ascending elements of group 0008, each with its representation if explicit, up to a
 * DICOM SOPClassUID. No other file format begins this way.
 */
const beginsDataSet = (bytes: Uint8Array, encoding: Encoding): boolean => {
  const stream = new GuardedStream(bytes, encoding, 0);
  try {
    for (let last = ''; stream.position < TELLING_BYTES; ) {
      if (encoding.explicit && !hasVr(bytes, stream.position)) return false;
      const element = readElement(stream);
      if (element.tag <= last || element.tag > TAGS.sopClassUid.key) return false;
      last = element.tag;
      if (last === TAGS.sopClassUid.key)
        return UID.test(textOf({ ...stream, elements: { [last]: element } }, TAGS.sopClassUid) ?? '');
    }
  } catch {
    // The bytes end or are not elements: not DICOM.
  }
  return false;
};

const bareFormat = (bytes: Uint8Array): FileFormat | undefined => {
  const found = BARE.find(([start, encoding]) => hasAt(bytes, 0, start) && beginsDataSet(bytes, encoding));
  return found && { at: 0, encoding: found[1], transferSyntaxUid: found[2] };
};

/**
 * The encoding of a transfer syntax, unless the first element disproves it: some writers declare one encoding and use the other. An implicit length
 * that looks like two capital letters would exceed 16,000 bytes, which no first element has.
 */
const encodingOf = (transferSyntaxUid: string, bytes: Uint8Array, at: number): Encoding => {
  if (transferSyntaxUid === EXPLICIT_BIG_ENDIAN) return EXPLICIT_BE;
  if (transferSyntaxUid === DEFLATED_LITTLE_ENDIAN) return EXPLICIT_LE;
  if (at + 8 > bytes.length) return transferSyntaxUid === IMPLICIT_LITTLE_ENDIAN ? IMPLICIT_LE : EXPLICIT_LE;
  return hasVr(bytes, at) ? EXPLICIT_LE : IMPLICIT_LE;
};

/** @throws EndOfBytes if the bytes end within the meta information */
const part10Format = (bytes: Uint8Array, start: number, where: Where): FileFormat => {
  const elements: Record<string, Element> = {};
  const stream = new GuardedStream(bytes, EXPLICIT_LE, start);
  while (stream.position < bytes.length && stream.nextTag() >>> 16 === META_GROUP) {
    const element = readElement(stream);
    elements[element.tag] = element;
  }
  const at = stream.position;
  const meta = { ...stream, elements };
  if (elements[TAGS.transferSyntaxUid.key] === undefined)
    throw tagMissing([TAGS.transferSyntaxUid], 'read the rest of the file', where);
  const transferSyntaxUid = textOf(meta, TAGS.transferSyntaxUid) ?? '';
  return {
    at,
    encoding: encodingOf(transferSyntaxUid, bytes, at),
    transferSyntaxUid,
    mediaClassUid: textOf(meta, TAGS.mediaStorageSopClassUid),
  };
};

/**
 * Determines the format of a file from its first bytes or all of them.
 * @throws DICOM_EMPTY, DICOM_NOT_DICOM, DICOM_TAG_MISSING (no transfer syntax)
 * @throws EndOfBytes if there are too few bytes to tell
 */
export const formatOf = (bytes: Uint8Array, where: Where): FileFormat => {
  if (bytes.length === 0) throw emptyFile(where);
  const start = metaStart(bytes);
  if (start !== undefined) return part10Format(bytes, start, where);
  const bare = bareFormat(bytes);
  if (bare === undefined) throw notDicom(bytes.length, where);
  return bare;
};
