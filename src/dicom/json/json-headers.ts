import type { SliceHeader } from '../../domain/slice-header.ts';
import type { Where } from '../../domain/spine-error.ts';
import { brokenHeader, noPixels } from '../errors.ts';
import { type Attributes, attributesFrom } from '../parse/data-set.ts';
import { EXPLICIT_LE } from '../parse/encoding.ts';
import { headersOfObject } from '../parse/frames.ts';
import { isClassWithoutPixels, isMrImageClass } from '../parse/sop-classes.ts';
import { type DicomTag, TAGS } from '../tags.ts';
import { dataSetBytes, jsonTagOf } from './data-set-bytes.ts';
import { type DicomJson, firstTextOf, valuesOf } from './dicom-json.ts';

const textOf = (data: DicomJson, tag: DicomTag): string | undefined => firstTextOf(data, jsonTagOf(tag));
const isThere = (data: DicomJson, tag: DicomTag): boolean => data[jsonTagOf(tag)] !== undefined;

const PIXELS = [TAGS.pixelData, TAGS.floatPixelData, TAGS.doubleFloatPixelData];

/** As for files: classes without pixels have none, MR images have some, and other classes have some if they have rows. */
const hasPixels = (data: DicomJson, sopClassUid: string | undefined): boolean => {
  if (PIXELS.some((tag) => isThere(data, tag))) return true;
  if (sopClassUid !== undefined && isClassWithoutPixels(sopClassUid)) return false;
  return sopClassUid === undefined || isMrImageClass(sopClassUid) || isThere(data, TAGS.rows);
};

/** Byte values from a server may not be valid DICOM. */
const attributesIn = (bytes: Uint8Array, where: Where): Attributes => {
  try {
    const attributes = attributesFrom(bytes, 0, EXPLICIT_LE);
    if (attributes.cause === undefined) return attributes;
    throw attributes.cause;
  } catch (cause) {
    throw brokenHeader(bytes.length, { where, cause });
  }
};

/** AvailableTransferSyntaxUID (PS3.18 Table 10.6.3-4), which some servers include in metadata. */
const AVAILABLE_SYNTAX = '00083002';

/**
 * Returns the headers of an object, one per frame, from server metadata: equal to those of its file, but without the pixel position and often without
 * the transfer syntax.
 * @throws DICOM_NO_PIXELS, DICOM_FRAMES_DISAGREE, DICOM_HEADER_BROKEN
 */
export const headersOfJson = (data: DicomJson, where: Where = {}): readonly SliceHeader[] => {
  if (!hasPixels(data, textOf(data, TAGS.sopClassUid))) throw noPixels(where);
  const attributes = attributesIn(dataSetBytes(data), where);
  const transferSyntaxUid = textOf(data, TAGS.transferSyntaxUid) ?? firstTextOf(data, AVAILABLE_SYNTAX) ?? '';
  return headersOfObject({ ...attributes, transferSyntaxUid }, where);
};

const OF_EVERY_IMAGE = [TAGS.sopClassUid, TAGS.rows, TAGS.columns, TAGS.bitsAllocated, TAGS.pixelRepresentation];
const OF_CLASSIC_MR = [
  TAGS.imagePosition,
  TAGS.imageOrientation,
  TAGS.pixelSpacing,
  TAGS.repetitionTime,
  TAGS.echoTime,
];
const OF_ENHANCED_MR = [TAGS.numberOfFrames, TAGS.perFrameFunctionalGroups, TAGS.sharedFunctionalGroups];
const ENHANCED = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.4\.[134]$/;

/** Whether a server has moved a value to a bulk data URI. */
const isElsewhere = (data: DicomJson, tag: DicomTag): boolean => {
  const attribute = data[jsonTagOf(tag)];
  return attribute?.BulkDataURI !== undefined && valuesOf(attribute).length === 0;
};

/**
 * Attributes that the class requires, that series choice and slice order need, and that the metadata lacks entirely: either the object lacks them or
 * the server omits them.
 */
export const lackingInJson = (data: DicomJson): readonly DicomTag[] => {
  const sopClassUid = textOf(data, TAGS.sopClassUid);
  if (!hasPixels(data, sopClassUid)) return [];
  const isEnhanced = sopClassUid !== undefined && ENHANCED.test(sopClassUid);
  const isMr = sopClassUid === undefined || isMrImageClass(sopClassUid) || textOf(data, TAGS.modality) === 'MR';
  const required = [...OF_EVERY_IMAGE, ...(isEnhanced ? OF_ENHANCED_MR : isMr ? OF_CLASSIC_MR : [])];
  const elsewhere = Object.values(TAGS).filter(
    (tag) => isElsewhere(data, tag) && !PIXELS.includes(tag) && tag !== TAGS.extendedOffsetTable,
  );
  return [...new Set([...required.filter((tag) => !isThere(data, tag)), ...elsewhere])];
};
