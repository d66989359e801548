import pLimit from 'p-limit';
import { compareText } from '../../domain/compare-ids.ts';
import { grouped } from '../../domain/grouped.ts';
import { baseNameOf, type IndexedSlice, type ListedFile } from '../../domain/indexed.ts';
import type { SliceHeader } from '../../domain/slice-header.ts';
import { fileName } from '../../domain/slice-name.ts';
import { SpineError } from '../../domain/spine-error.ts';
import type { ReadBytes } from '../read-bytes.ts';
import { readHeaders } from '../read-header.ts';
import { isSliceName, naturalOrder } from '../slice-order.ts';
import { type Patients, patientsIn } from './patients.ts';
import { type IgnoredUid, withoutUidsPerImage } from './uids-per-image.ts';
import { withoutCopies } from './without-copies.ts';

/** A file without a usable image. */
export interface UnreadFile {
  readonly file: ListedFile;
  /** Name of the file in messages, as in `error`; never its own name, except for a number. */
  readonly name: string;
  readonly error: SpineError;
}

/** Images with one StudyInstanceUID and one StudyDate. */
export interface IndexedStudy {
  readonly uid: string | undefined;
  /** For comparison, as `SliceHeader.studyStart`. */
  readonly start: string | undefined;
  /** Patients of the images; more than one means that the study was assembled incorrectly. */
  readonly patients: Patients;
  /** UIDs without meaning, since they differ for every image. */
  readonly ignoredUids: readonly IgnoredUid[];
  /** In natural order of file names and frames; files with the same SOPInstanceUID are represented by the first. */
  readonly slices: readonly IndexedSlice[];
}

/** Content of a folder, from the headers of its files only. */
export interface StudyIndex {
  /** Newest first; studies without a date last. */
  readonly studies: readonly IndexedStudy[];
  /** DICOM objects without pixels, whatever their names: reports, presentation states, raw data, directories. */
  readonly notImages: readonly UnreadFile[];
  /** Unreadable files that are, or should be, DICOM images. */
  readonly unreadable: readonly UnreadFile[];
}

/** Maximum number of open files. */
const OPEN_FILES = 8;

/** A file with the headers of its images, or the reason why it has none. */
export type ReadFile = UnreadFile | { readonly file: ListedFile; readonly headers: readonly SliceHeader[] };

/** Unrelated files, such as a viewer on a disc, are ignored unless their names suggest slices. */
const isForeign = ({ file, error }: UnreadFile): boolean =>
  (error.code === 'DICOM_NOT_DICOM' || error.code === 'DICOM_EMPTY') && !isSliceName(baseNameOf(file));

const isNoImage = ({ error }: UnreadFile): boolean => error.code === 'DICOM_NO_PIXELS';

/**
 * Reads the header of each file once and groups images by study. Folders and names only affect the order of the result.
 * @param read gives the bytes of a file
 */
export const indexStudy = async (files: readonly ListedFile[], read: ReadBytes): Promise<StudyIndex> => {
  const inTurn = pLimit(OPEN_FILES);
  const byName = new Map(files.map((file) => [file.name, file]));
  const ordered = naturalOrder([...byName.keys()]).map((name) => byName.get(name)!);
  const all = await Promise.all(
    ordered.map((file, index) => inTurn(() => headersOf(file, fileName(file.name, index, ordered.length), read))),
  );
  return indexOf(all);
};

/** Indexes files whose headers are already known, e.g. from a server. */
export const indexOf = (all: readonly ReadFile[]): StudyIndex => {
  const unread = all.flatMap((one) => ('error' in one && !isForeign(one) ? [one] : []));
  const slices = all.flatMap((one): readonly IndexedSlice[] =>
    'error' in one ? [] : one.headers.map((header) => ({ file: one.file, header, copies: [] })),
  );
  return {
    studies: studiesOf(slices),
    notImages: unread.filter(isNoImage),
    unreadable: unread.filter((one) => !isNoImage(one)),
  };
};

const headersOf = async (file: ListedFile, name: string, read: ReadBytes): Promise<ReadFile> => {
  try {
    return { file, headers: await readHeaders(read, { name, path: file.path }) };
  } catch (error) {
    if (error instanceof SpineError) return { file, name, error };
    throw error; // a bug in this product, not a fault of the file
  }
};

/** Groups slices by value. Slices without a value join the others if those agree. */
const groupedBy = (
  slices: readonly IndexedSlice[],
  keyOf: (slice: IndexedSlice) => string | undefined,
): readonly (readonly IndexedSlice[])[] => {
  const groups = grouped(slices, keyOf);
  return groups.size === 2 && groups.has(undefined) ? [slices] : [...groups.values()];
};

const DAY_DIGITS = 8;

/** Two visits with the same UID, or none, differ in date: StudyDate is an attribute of the study and equal in all of its images. */
const studiesOf = (all: readonly IndexedSlice[]): readonly IndexedStudy[] => {
  const { slices, ignored } = withoutUidsPerImage(all);
  return groupedBy(slices, ({ header }) => header.studyUid)
    .flatMap((study) => groupedBy(study, ({ header }) => header.studyStart?.slice(0, DAY_DIGITS)))
    .map((study) => studyOf(study, ignored))
    .sort(byStart);
};

const studyOf = (slices: readonly IndexedSlice[], ignoredUids: readonly IgnoredUid[]): IndexedStudy => {
  const headers = slices.map(({ header }) => header);
  const starts = headers.flatMap(({ studyStart }) => studyStart ?? []).sort();
  return {
    uid: headers.find(({ studyUid }) => studyUid !== undefined)?.studyUid,
    start: starts.at(-1),
    patients: patientsIn(headers),
    ignoredUids,
    slices: withoutCopies(slices),
  };
};

const byStart = (a: IndexedStudy, b: IndexedStudy): number =>
  compareText(b.start ?? '', a.start ?? '') || compareText(a.uid ?? '', b.uid ?? '');
