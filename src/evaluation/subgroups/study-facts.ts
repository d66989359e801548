import { join } from 'node:path';
import { type AcquisitionFacts, isSliceName, readAcquisition, readBytes } from '../../dicom/index.ts';
import type { SeriesRef, StudyRef } from '../../domain/study.ts';
import { SERIES_KINDS } from '../../domain/vocabulary.ts';
import { listFiles } from '../../files/list-files.ts';
import { openStudies } from '../../streams/sources/open-studies.ts';
import type { StudyFolderOptions } from '../../streams/sources/study-folder.ts';

/** Groups of a study: a name per grouping, `undefined` if unknown. */
export type StudyFacts = Readonly<Record<string, string | undefined>>;

/** Upper limits in years; the first one above the age applies. */
const AGE_BANDS = [
  [40, 'under 40'],
  [60, '40 to 59'],
  [75, '60 to 74'],
  [Number.POSITIVE_INFINITY, '75 and over'],
] as const;

export const AGE_ORDER: readonly string[] = AGE_BANDS.map(([, name]) => name);

const ageBandOf = (years: number | undefined): string | undefined =>
  years === undefined ? undefined : AGE_BANDS.find(([below]) => years < below)?.[1];

const SEXES = { F: 'female', M: 'male', O: 'other' } as const;

const scannerFacts = ({ fieldStrengthT, manufacturer, ageYears, sex }: AcquisitionFacts): StudyFacts => ({
  field_strength: fieldStrengthT === undefined ? undefined : `${Number(fieldStrengthT.toFixed(1))} T`,
  manufacturer: manufacturer?.toUpperCase(),
  age: ageBandOf(ageYears),
  sex: sex && SEXES[sex],
});

/** One image of a series. */
const imageOf = async ({ folder, slices }: SeriesRef) => {
  const [slice] = slices ?? [];
  if (slice !== undefined) return slice.file;
  const name = (await listFiles(folder)).find(isSliceName);
  return name === undefined ? undefined : { name, path: join(folder, name) };
};

/** An unreadable image yields no facts and no error, since the run already reported it. */
const scannerOf = async ({ id, series }: StudyRef): Promise<StudyFacts> => {
  for (const one of series) {
    try {
      const image = await imageOf(one);
      if (image !== undefined) return scannerFacts(await readAcquisition(readBytes, image, { studyId: id }));
    } catch {}
  }
  return {};
};

const missingSeries = ({ series }: StudyRef): string => {
  const missing = SERIES_KINDS.filter((kind) => !series.some((one) => one.kind === kind));
  return missing.length === 0 ? 'none' : missing.join(', ');
};

/**
 * Missing series of the studies, and scanner, age and sex from the header of one image.
 * @throws errors of the folder as a whole
 */
export const studyFacts = async (
  studyIds: readonly string[],
  folder: StudyFolderOptions,
): Promise<ReadonlyMap<string, StudyFacts>> => {
  const studies = await openStudies(folder);
  const facts = new Map<string, StudyFacts>();
  for (const id of studyIds) {
    const [item] = await studies.itemsOf(id);
    if (item === undefined || item.error !== undefined) continue;
    facts.set(id, { series_missing: missingSeries(item.study), ...(await scannerOf(item.study)) });
  }
  return facts;
};
