import type { Where } from '../domain/spine-error.ts';
import { DEFLATED_LITTLE_ENDIAN } from './codecs/native.ts';
import { brokenHeader } from './errors.ts';
import { type Attributes, attributesFrom } from './parse/data-set.ts';
import { EndOfBytes, EXPLICIT_LE, Malformed } from './parse/encoding.ts';
import { formatOf } from './parse/file-format.ts';
import { inflated } from './parse/inflate.ts';
import { isMrImageClass } from './parse/sop-classes.ts';
import { textOf } from './parse/values.ts';
import { bytesAt, type ReadBytes } from './read-bytes.ts';
import { TAGS } from './tags.ts';

/** Identifiers of a DICOM object, image or not. */
export interface ObjectIdentity {
  readonly sopClassUid: string | undefined;
  readonly sopInstanceUid: string | undefined;
  readonly studyUid: string | undefined;
  readonly seriesUid: string | undefined;
  /** Whether its class is an MR image; other objects, such as reports, screen captures and other modalities, are never graded. */
  readonly isMrImage: boolean;
  /** Offset after the meta information, which a router may rewrite. */
  readonly dataSetAt: number;
}

const FIRST_BYTES = 8 * 1024;
const GROWTH = 8;
/** Limit before the identifiers: no scanner writes as much, but a malicious sender could, to exhaust memory. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_INFLATED_BYTES = 64 * 1024 * 1024;

const identityIn = (attributes: Attributes, dataSetAt: number): ObjectIdentity => {
  const sopClassUid = textOf(attributes, TAGS.sopClassUid);
  return {
    sopClassUid,
    sopInstanceUid: textOf(attributes, TAGS.sopInstanceUid),
    studyUid: textOf(attributes, TAGS.studyInstanceUid),
    seriesUid: textOf(attributes, TAGS.seriesInstanceUid),
    isMrImage: sopClassUid !== undefined && isMrImageClass(sopClassUid),
    dataSetAt,
  };
};

/** Undefined if the bytes end too early. */
const identityFrom = (bytes: Uint8Array, isWhole: boolean, where: Where): ObjectIdentity | undefined => {
  try {
    const { at, encoding, transferSyntaxUid } = formatOf(bytes, where);
    const isDeflated = transferSyntaxUid === DEFLATED_LITTLE_ENDIAN;
    const attributes = isDeflated
      ? attributesFrom(inflated(bytes.subarray(at), MOST_INFLATED_BYTES, where), 0, EXPLICIT_LE)
      : attributesFrom(bytes, at, encoding);
    const identity = identityIn(attributes, at);
    return isWhole || identity.seriesUid !== undefined ? identity : undefined;
  } catch (error) {
    if (error instanceof Malformed || (isWhole && error instanceof EndOfBytes))
      throw brokenHeader(bytes.length, { where, cause: error });
    if (error instanceof EndOfBytes) return undefined;
    throw error;
  }
};

/**
 * Reads the identifiers of an object and no more of its file than necessary, at most 32 MB.
 * @throws DICOM_FILE_UNREADABLE, DICOM_EMPTY, DICOM_NOT_DICOM, DICOM_TAG_MISSING, DICOM_HEADER_BROKEN, DICOM_DEFLATE_BROKEN
 */
export const readIdentity = async (
  read: ReadBytes,
  file: { readonly name: string; readonly path: string },
): Promise<ObjectIdentity> => {
  const where = { file: file.name };
  for (let maxBytes = FIRST_BYTES; ; maxBytes *= GROWTH) {
    const bytes = await bytesAt(read, file.path, { where, maxBytes });
    const isWhole = bytes.length < maxBytes || maxBytes >= MOST_BYTES;
    const identity = identityFrom(bytes, isWhole, where);
    if (identity !== undefined) return identity;
  }
};
