import { dirname, join } from 'node:path';
import type { StudyItem } from '../../core/study-item.ts';
import { isSliceName, partOfKind, type ReadBytes } from '../../dicom/index.ts';
import type { IndexedSlice } from '../../domain/indexed.ts';
import { asSpineError } from '../../domain/spine-error.ts';
import type { SeriesRef, Warning } from '../../domain/study.ts';
import { listFiles } from '../../files/list-files.ts';
import { seriesNotFound, severalSeriesInFolder } from './errors.ts';
import type { DescribedSeries } from './series-table.ts';
import { contentsOf, type StudyContents, warningsOfFolder } from './study-items.ts';

/** A descriptions file's entry for a study. */
export interface StudyRows {
  readonly rows: readonly DescribedSeries[];
  /** Series that it lists more than once. */
  readonly repeated: readonly string[];
}

/**
 * Finds the series that a table describes. A row names a folder with `.dcm` files, which are not read here; or a folder
 * with other files, or a SeriesInstanceUID, for which the headers of all files of the study are read.
 */
export const describedStudy = async (
  { id, folder }: { readonly id: string; readonly folder: string },
  { rows, repeated }: StudyRows,
  read: ReadBytes,
): Promise<StudyItem> => {
  const plain = rows.map((row): SeriesRef => ({ ...row, folder: join(folder, row.id) }));
  const haveSlices = await Promise.all(plain.map(holdsSlices));
  if (haveSlices.every((has) => has)) return { study: { id, series: plain }, ...warningsOf(listedTwice(repeated)) };
  try {
    const contents = await contentsOf(id, folder, read);
    const parts = plain.map((ref, index) =>
      haveSlices[index] ? { ref, warnings: [] } : partIn(withSlices(ref, contents)),
    );
    const found = parts.map(({ ref }) => ref);
    const { series, again } = eachOnce(found, contents);
    const split = parts.flatMap(({ warnings }) => warnings);
    const warnings = [...warningsOfFolder(contents), ...listedTwice([...repeated, ...again]), ...split];
    return { study: { id, series }, ...warningsOf(warnings) };
  } catch (error) {
    return { study: { id }, error: asSpineError(error, { studyId: id }) };
  }
};

const holdsSlices = async ({ folder }: SeriesRef): Promise<boolean> =>
  (await listFiles(folder).catch((): readonly string[] => [])).some(isSliceName);

const slicesOf = ({ index }: StudyContents): readonly IndexedSlice[] => index.studies.flatMap(({ slices }) => slices);

/** Folder names are arbitrary; a UID contains dots. */
const isUid = (text: string): boolean => /^\d+(\.\d+)+$/.test(text);

/**
 * The slices of a row without a folder of `.dcm` files: those in its folder, otherwise those with that
 * SeriesInstanceUID.
 */
const withSlices = (ref: SeriesRef, contents: StudyContents): SeriesRef => {
  const inside = (name: string) => name.startsWith(`${ref.id}/`);
  const broken = contents.index.unreadable.find(({ file }) => inside(file.name));
  if (broken !== undefined) throw broken.error.at({ seriesId: ref.id });
  const all = slicesOf(contents);
  const inFolder = all.filter(({ file }) => inside(file.name));
  const count = new Set(inFolder.map(({ header }) => header.seriesUid)).size;
  if (count > 1) throw severalSeriesInFolder({ seriesId: ref.id }, count);
  const slices = count === 1 ? inFolder : all.filter(({ header }) => header.seriesUid === ref.id);
  const [first] = slices;
  if (first !== undefined) return { ...ref, folder: dirname(first.file.path), slices };
  if (isUid(ref.id)) throw seriesNotFound({ seriesId: ref.id });
  return ref; // reading its folder reports the errors
};

/** Drops slices whose plane, echo or contrast contradicts the row. */
const partIn = (ref: SeriesRef): { readonly ref: SeriesRef; readonly warnings: readonly Warning[] } => {
  if (ref.slices === undefined) return { ref, warnings: [] };
  const { slices, warnings } = partOfKind(ref.slices, ref);
  return { ref: { ...ref, slices }, warnings };
};

/** Drops rows that refer to the same slices as another one, by folder or by UID. */
const eachOnce = (
  found: readonly SeriesRef[],
  contents: StudyContents,
): { readonly series: readonly SeriesRef[]; readonly again: readonly string[] } => {
  const all = slicesOf(contents);
  const pathsOf = ({ folder, slices }: SeriesRef): readonly string[] =>
    (slices ?? all.filter(({ file }) => dirname(file.path) === folder)).map(({ file }) => file.path);
  const taken = new Set<string>();
  const series: SeriesRef[] = [];
  const again: string[] = [];
  for (const ref of found) {
    const paths = pathsOf(ref);
    if (paths.some((path) => taken.has(path))) again.push(ref.id);
    else series.push(ref);
    for (const path of paths) taken.add(path);
  }
  return { series, again };
};

const listedTwice = (ids: readonly string[]): readonly Warning[] => {
  const [first, ...more] = new Set(ids);
  if (first === undefined) return [];
  const which = more.length === 0 ? 'this series' : `${more.length + 1} series of this study`;
  return [
    {
      code: 'SERIES_LISTED_TWICE',
      ...(more.length === 0 && { seriesId: first }),
      message: `the descriptions list ${which} more than once; each counts once, remove the other rows`,
    },
  ];
};

const warningsOf = (warnings: readonly Warning[]): Pick<StudyItem, 'warnings'> =>
  warnings.length === 0 ? {} : { warnings };
