import type { DataSet } from 'dicom-parser';
import type { Where } from '../domain/spine-error.ts';
import type { Vec3 } from '../domain/study.ts';
import { headerDataOf, numbersOf, textOf, uint16Of } from './data-set.ts';
import type { SliceHeader } from './slice-header.ts';
import { type DicomTag, TAGS } from './tags.ts';

const vectorOf = (values: readonly number[] | undefined, from = 0): Vec3 | undefined =>
  values && { x: values[from]!, y: values[from + 1]!, z: values[from + 2]! };

const numberOf = (dataSet: DataSet, tag: DicomTag) => numbersOf(dataSet, tag, 1)?.[0];

/** The header out of a parsed data set. */
export const headerOf = (dataSet: DataSet): SliceHeader => {
  const spacing = numbersOf(dataSet, TAGS.pixelSpacing, 2);
  const directions = numbersOf(dataSet, TAGS.imageOrientation, 6);
  return {
    transferSyntaxUid: textOf(dataSet, TAGS.transferSyntaxUid) ?? '',
    modality: textOf(dataSet, TAGS.modality),
    seriesDescription: textOf(dataSet, TAGS.seriesDescription),
    rows: uint16Of(dataSet, TAGS.rows) || undefined,
    columns: uint16Of(dataSet, TAGS.columns) || undefined,
    pixelSpacingMm: spacing && { xSpacingMm: spacing[1]!, ySpacingMm: spacing[0]! },
    positionMm: vectorOf(numbersOf(dataSet, TAGS.imagePosition, 3)),
    rowDirection: vectorOf(directions),
    columnDirection: vectorOf(directions, 3),
    spacingBetweenSlicesMm: numberOf(dataSet, TAGS.spacingBetweenSlices),
    sliceThicknessMm: numberOf(dataSet, TAGS.sliceThickness),
    bitsAllocated: uint16Of(dataSet, TAGS.bitsAllocated),
    bitsStored: uint16Of(dataSet, TAGS.bitsStored),
    pixelRepresentation: uint16Of(dataSet, TAGS.pixelRepresentation),
    samplesPerPixel: uint16Of(dataSet, TAGS.samplesPerPixel),
    numberOfFrames: numberOf(dataSet, TAGS.numberOfFrames),
    photometricInterpretation: textOf(dataSet, TAGS.photometricInterpretation),
  };
};

/**
 * The header of a slice, out of a whole file or of a beginning of it that reaches the pixel data.
 * @throws DICOM_EMPTY, DICOM_NOT_DICOM, DICOM_HEADER_BROKEN (also when the beginning is too short), DICOM_TAG_MISSING (no
 *   transfer syntax), DICOM_TRANSFER_SYNTAX (deflated: the header itself is compressed)
 */
export const parseHeader = (bytes: Uint8Array, where: Where = {}): SliceHeader =>
  headerOf(headerDataOf(bytes, where).dataSet);
