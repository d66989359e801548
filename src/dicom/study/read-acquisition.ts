import type { Where } from '../../domain/spine-error.ts';
import type { SliceFile } from '../../domain/study.ts';
import type { DataSet } from '../parse/data-set.ts';
import { latin } from '../parse/text.ts';
import type { ReadBytes } from '../read-bytes.ts';
import { readObject } from '../read-header.ts';
import { type DicomTag, TAGS } from '../tags.ts';

/** Scanner and anonymous patient attributes of an image; undefined if absent. */
export interface AcquisitionFacts {
  readonly manufacturer: string | undefined;
  readonly fieldStrengthT: number | undefined;
  readonly ageYears: number | undefined;
  readonly sex: 'F' | 'M' | 'O' | undefined;
}

const textOf = (dataSet: DataSet, { key }: DicomTag): string => {
  const element = dataSet.elements[key];
  if (element === undefined) return '';
  const { dataOffset, length } = element;
  return latin(dataSet.bytes.subarray(dataOffset, dataOffset + length))
    .replaceAll('\0', ' ')
    .trim();
};

/** Some scanners write gauss instead of tesla. */
const GAUSS_FROM = 100;
const teslaOf = (text: string): number | undefined => {
  const value = Number(text);
  if (text === '' || !(value > 0)) return undefined;
  return value >= GAUSS_FROM ? value / 10_000 : value;
};

const DAYS: Readonly<Record<string, number>> = { D: 1, W: 7, M: 365.25 / 12, Y: 365.25 };
const yearsOf = (text: string): number | undefined => {
  const [, count, unit = ''] = /^(\d{3})([DWMY])$/.exec(text) ?? [];
  return count === undefined ? undefined : (Number(count) * DAYS[unit]!) / DAYS.Y!;
};

const sexOf = (text: string): AcquisitionFacts['sex'] =>
  text === 'F' || text === 'M' || text === 'O' ? text : undefined;

/**
 * Reads scanner, age and sex from the beginning of an image, without its pixels.
 * @throws DICOM_FILE_UNREADABLE, and what `parseHeaders` throws
 */
export const readAcquisition = async (
  read: ReadBytes,
  file: Pick<SliceFile, 'name' | 'path'>,
  where: Where = {},
): Promise<AcquisitionFacts> => {
  const object = await readObject(read, file, { ...where, file: file.name });
  return {
    manufacturer: textOf(object, TAGS.manufacturer) || undefined,
    fieldStrengthT: teslaOf(textOf(object, TAGS.magneticFieldStrength)),
    ageYears: yearsOf(textOf(object, TAGS.patientAge)),
    sex: sexOf(textOf(object, TAGS.patientSex)),
  };
};
