import type { DataSet } from 'dicom-parser';
import type { Where } from '../domain/spine-error.ts';
import type { Vec3 } from '../domain/study.ts';
import { headerDataOf, numbersOf, textOf, uint16Of } from './data-set.ts';
import { type DicomTag, TAGS } from './tags.ts';

/**
 * Everything needed of a slice without its pixels. What the file lacks, or holds no valid value for, is undefined:
 * nothing is invented. No attribute that tells who the patient is gets read.
 */
export interface SliceHeader {
  /** As the file writes it, empty if it is blank. */
  readonly transferSyntaxUid: string;
  readonly modality?: string | undefined;
  readonly seriesDescription?: string | undefined;
  /** Positive. */
  readonly rows?: number | undefined;
  /** Positive. */
  readonly columns?: number | undefined;
  /** `xSpacingMm` lies between neighbouring columns (DICOM's second value), `ySpacingMm` between neighbouring rows. */
  readonly pixelSpacingMm?: { readonly xSpacingMm: number; readonly ySpacingMm: number } | undefined;
  /** Centre of the upper left pixel. */
  readonly positionMm?: Vec3 | undefined;
  /** The way along a row, from column to column. */
  readonly rowDirection?: Vec3 | undefined;
  /** The way down a column, from row to row. */
  readonly columnDirection?: Vec3 | undefined;
  readonly spacingBetweenSlicesMm?: number | undefined;
  readonly sliceThicknessMm?: number | undefined;
  readonly bitsAllocated?: number | undefined;
  readonly bitsStored?: number | undefined;
  /** 0 unsigned, 1 two's complement. */
  readonly pixelRepresentation?: number | undefined;
  readonly samplesPerPixel?: number | undefined;
  readonly numberOfFrames?: number | undefined;
  readonly photometricInterpretation?: string | undefined;
}

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
