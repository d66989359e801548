import type { DataSet } from 'dicom-parser';
import type { Where } from '../domain/spine-error.ts';
import type { Vec3 } from '../domain/study.ts';
import { headerDataOf, numbersOf, textOf } from './data-set.ts';
import { headerOf } from './parse-header.ts';
import { type DicomTag, TAGS } from './tags.ts';

/**
 * How a slice was taken, as far as its header says: what the kind of a series is told by. What the file lacks is undefined.
 * The two texts are free ones, into which people type anything: they are looked at and never passed on, neither to messages nor to files.
 */
export interface Acquisition {
  readonly seriesUid: string | undefined;
  readonly seriesNumber: number | undefined;
  readonly instanceNumber: number | undefined;
  readonly modality: string | undefined;
  /** In upper case; empty where the file does not say. */
  readonly imageType: readonly string[];
  readonly seriesDescription: string | undefined;
  readonly protocolName: string | undefined;
  /** SE, IR, GR, EP, RM; empty where the file does not say. */
  readonly scanningSequence: readonly string[];
  readonly repetitionMs: number | undefined;
  readonly echoMs: number | undefined;
  readonly inversionMs: number | undefined;
  /** The way along a row, from column to column. */
  readonly rowDirection: Vec3 | undefined;
  /** The way down a column, from row to row. */
  readonly columnDirection: Vec3 | undefined;
}

const listOf = (dataSet: DataSet, tag: DicomTag): readonly string[] =>
  (textOf(dataSet, tag) ?? '')
    .toUpperCase()
    .split('\\')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const numberOf = (dataSet: DataSet, tag: DicomTag): number | undefined => numbersOf(dataSet, tag, 1)?.[0];

/** Out of a whole file, or of a beginning of it that reaches the pixel data. @throws as `parseHeader` does */
export const parseAcquisition = (bytes: Uint8Array, where: Where = {}): Acquisition => {
  const { dataSet } = headerDataOf(bytes, where);
  const { modality, seriesDescription, rowDirection, columnDirection } = headerOf(dataSet);
  return {
    seriesUid: textOf(dataSet, TAGS.seriesInstanceUid),
    seriesNumber: numberOf(dataSet, TAGS.seriesNumber),
    instanceNumber: numberOf(dataSet, TAGS.instanceNumber),
    modality,
    imageType: listOf(dataSet, TAGS.imageType),
    seriesDescription,
    protocolName: textOf(dataSet, TAGS.protocolName),
    scanningSequence: listOf(dataSet, TAGS.scanningSequence),
    repetitionMs: numberOf(dataSet, TAGS.repetitionTime),
    echoMs: numberOf(dataSet, TAGS.echoTime),
    inversionMs: numberOf(dataSet, TAGS.inversionTime),
    rowDirection,
    columnDirection,
  };
};
