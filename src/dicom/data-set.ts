import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import { SpineError, type Where } from '../domain/spine-error.ts';
import { brokenHeader, emptyFile, notDicom, tagMissing, unsupportedSyntax } from './errors.ts';
import { type DicomTag, TAGS } from './tags.ts';
import { DEFLATED_LITTLE_ENDIAN, syntaxLabel } from './transfer-syntax.ts';

const PREAMBLE_BYTES = 128;
const MAGIC = [0x44, 0x49, 0x43, 0x4d]; // "DICM"

/** Bytes by which a DICOM file is known. */
export const MAGIC_BYTES = PREAMBLE_BYTES + MAGIC.length;

export const hasMagic = (bytes: Uint8Array): boolean =>
  MAGIC.every((byte, index) => bytes[PREAMBLE_BYTES + index] === byte);

const checkMagic = (bytes: Uint8Array, where: Where): void => {
  if (bytes.length === 0) throw emptyFile(where);
  if (!hasMagic(bytes)) throw notDicom(bytes.length, where);
};

/** The library's exception without the data set that hangs on it: causes get logged, and headers must not be. */
const bareCause = (thrown: unknown): unknown =>
  typeof thrown === 'object' && thrown !== null && 'exception' in thrown ? thrown.exception : thrown;

const lacksSyntax = (bytes: Uint8Array): boolean => {
  try {
    return dicomParser.readPart10Header(bytes).elements[TAGS.transferSyntaxUid.key] === undefined;
  } catch {
    return false; // the header breaks off before it could say
  }
};

/** The attributes of a file up to its pixel data. */
export interface HeaderData {
  readonly dataSet: DataSet;
  /** Place and declared length of the pixel data; its value was not looked at. */
  readonly pixelElement: Element;
}

/**
 * Parses a file, or a beginning of it that reaches the pixel data.
 * @throws DICOM_EMPTY, DICOM_NOT_DICOM, DICOM_HEADER_BROKEN (no pixel data reached), DICOM_TAG_MISSING (no transfer syntax),
 *   DICOM_TRANSFER_SYNTAX (deflated)
 */
export const headerDataOf = (bytes: Uint8Array, where: Where = {}): HeaderData => {
  checkMagic(bytes, where);
  const dataSet = parsed(bytes, where);
  const pixelElement = dataSet.elements[TAGS.pixelData.key];
  if (pixelElement === undefined) throw brokenHeader(bytes.length, { where });
  return { dataSet, pixelElement };
};

const parsed = (bytes: Uint8Array, where: Where): DataSet => {
  const refuseDeflated = () => {
    throw unsupportedSyntax(syntaxLabel(DEFLATED_LITTLE_ENDIAN), where);
  };
  try {
    return dicomParser.parseDicom(bytes, { untilTag: TAGS.pixelData.key, inflater: refuseDeflated });
  } catch (thrown) {
    if (thrown instanceof SpineError) throw thrown;
    if (lacksSyntax(bytes)) throw tagMissing([TAGS.transferSyntaxUid], 'read the rest of the file', where);
    throw brokenHeader(bytes.length, { where, cause: bareCause(thrown) });
  }
};

/** The first value of an attribute of VR US. */
export const uint16Of = (dataSet: DataSet, { key }: DicomTag): number | undefined =>
  (dataSet.elements[key]?.length ?? 0) < 2 ? undefined : dataSet.uint16(key);

/** The value of an attribute of VR CS, LO or UI, without padding; undefined when empty. */
export const textOf = (dataSet: DataSet, { key }: DicomTag): string | undefined => dataSet.string(key) || undefined;

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** All values of an attribute of VR DS or IS; undefined unless they are exactly `count` finite numbers. */
export const numbersOf = (dataSet: DataSet, tag: DicomTag, count: number): readonly number[] | undefined => {
  const parts = textOf(dataSet, tag)
    ?.split('\\')
    .map((part) => part.trim());
  if (parts?.length !== count || !parts.every((part) => DECIMAL.test(part))) return undefined;
  const numbers = parts.map(Number);
  return numbers.every(Number.isFinite) ? numbers : undefined;
};
