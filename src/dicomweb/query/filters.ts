import { type DicomJson, firstTextOf, valuesOf } from '../../dicom/index.ts';
import { filterInvalid } from '../errors.ts';

/** Filters for studies. */
export interface StudyFilters {
  /** Earliest StudyDate, YYYYMMDD or YYYY-MM-DD. */
  readonly from?: string | undefined;
  /** Latest StudyDate. */
  readonly to?: string | undefined;
  /** A modality in the study, such as MR. */
  readonly modality?: string | undefined;
  /** StudyDescription; `*` matches any text and `?` any character, case-sensitively. */
  readonly description?: string | undefined;
}

const [STUDY_DATE, MODALITIES, DESCRIPTION] = ['00080020', '00080061', '00081030'];

const dayOf = (name: string, text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text) ?? [];
  const digits = `${year}${month}${day}`;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10).replaceAll('-', '') !== digits)
    throw filterInvalid(`"${name}" is no date, expected YYYY-MM-DD`);
  return digits;
};

/** A code string (PS3.5 6.2). */
const MODALITY = /^[A-Z0-9_]{1,16}$/;
/** Control characters, and the backslash, which separates values, do not occur in descriptions. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const NO_TEXT = /[\x00-\x1f\x7f\\]/;

const checked = (filters: StudyFilters) => {
  const [from, to] = [dayOf('from', filters.from), dayOf('to', filters.to)];
  const { modality, description } = filters;
  if (from !== undefined && to !== undefined && from > to) throw filterInvalid('"from" lies after "to"');
  if (modality !== undefined && !MODALITY.test(modality))
    throw filterInvalid('"modality" is none, expected capitals like MR');
  if (description !== undefined && (description === '' || NO_TEXT.test(description)))
    throw filterInvalid('"description" is empty or has characters that no description has');
  return { from, to, modality, description };
};

/** Builds a QIDO-RS query from the filters (PS3.18 8.3.4). @throws DICOMWEB_FILTER */
export const queryOf = (filters: StudyFilters): readonly (readonly [string, string])[] => {
  const { from, to, modality, description } = checked(filters);
  const dates = from === to ? from : `${from ?? ''}-${to ?? ''}`;
  return [
    ...(dates === undefined ? [] : [['StudyDate', dates] as const]),
    ...(modality === undefined ? [] : [['ModalitiesInStudy', modality] as const]),
    ...(description === undefined ? [] : [['StudyDescription', description] as const]),
  ];
};

const asPattern = (wildcards: string): RegExp =>
  new RegExp(
    `^${wildcards
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'is',
  );

/** Whether a study matches, as far as the answer shows: servers may ignore unknown filters (PS3.18 8.3.4.4). */
export const fits = (study: DicomJson, filters: StudyFilters): boolean => {
  const { from, to, modality, description } = checked(filters);
  const date = firstTextOf(study, STUDY_DATE!);
  if (date !== undefined && ((from !== undefined && date < from) || (to !== undefined && date > to))) return false;
  const modalities = valuesOf(study[MODALITIES!]);
  if (modality !== undefined && modalities.length > 0 && !modalities.includes(modality)) return false;
  const text = firstTextOf(study, DESCRIPTION!);
  return description === undefined || text === undefined || asPattern(description).test(text);
};
