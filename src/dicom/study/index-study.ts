import pLimit from 'p-limit';
import { grouped } from '../../domain/grouped.ts';
import { baseNameOf, type IndexedSlice, type ListedFile } from '../../domain/indexed.ts';
import type { SliceHeader } from '../../domain/slice-header.ts';
import { fileName } from '../../domain/slice-name.ts';
import { SpineError } from '../../domain/spine-error.ts';
import type { ReadBytes } from '../read-bytes.ts';
import { readHeaders } from '../read-header.ts';
import { compareText, isSliceName, naturalOrder } from '../slice-order.ts';
import { type Patients, patientsIn } from './patients.ts';
import { type IgnoredUid, withoutUidsPerImage } from './uids-per-image.ts';
import { withoutCopies } from './without-copies.ts';

/** A file that gave no image. */
export interface UnreadFile {
  readonly file: ListedFile;
  /** What messages call it, as `error` does; never its own name, but for a number. */
  readonly name: string;
  readonly error: SpineError;
}

/** The images of one StudyInstanceUID and one StudyDate. */
export interface IndexedStudy {
  readonly uid: string | undefined;
  /** As `SliceHeader.studyStart`: to compare. */
  readonly start: string | undefined;
  /** Whose images they are; more than one patient is an error of whoever put it together. */
  readonly patients: Patients;
  /** UIDs that say nothing, since every image has one of its own. */
  readonly ignoredUids: readonly IgnoredUid[];
  /** In natural order of the files' names and of frames; of files with one SOPInstanceUID the first stands for all. */
  readonly slices: readonly IndexedSlice[];
}

/** What the headers of a folder's files say. Nothing but headers was read. */
export interface StudyIndex {
  /** The newest first; those without a date last. */
  readonly studies: readonly IndexedStudy[];
  /** DICOM objects without pixels, whatever they are called: reports, presentation states, raw data, directories. */
  readonly notImages: readonly UnreadFile[];
  /** Files that are, or should be, DICOM images and cannot be read. */
  readonly unreadable: readonly UnreadFile[];
}

/** Files open at a time. */
const OPEN_FILES = 8;

/** A file with the headers of its images, or why it has none. */
export type ReadFile = UnreadFile | { readonly file: ListedFile; readonly headers: readonly SliceHeader[] };

/** Files that merely lie about, such as a viewer on a disc, are no matter unless their name says that they are slices. */
const isForeign = ({ file, error }: UnreadFile): boolean =>
  (error.code === 'DICOM_NOT_DICOM' || error.code === 'DICOM_EMPTY') && !isSliceName(baseNameOf(file));

const isNoImage = ({ error }: UnreadFile): boolean => error.code === 'DICOM_NO_PIXELS';

/**
 * Reads the header of every file once and groups what they say by study. Folders and names play no part but for the order of the result.
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

/** The same of files whose headers are known, such as those that a server gave. */
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
    throw error; // a fault of this product, and none of the file's
  }
};

/** Groups of slices that say the same. Those that say nothing belong to the others where these say one thing. */
const groupedBy = (
  slices: readonly IndexedSlice[],
  keyOf: (slice: IndexedSlice) => string | undefined,
): readonly (readonly IndexedSlice[])[] => {
  const groups = grouped(slices, keyOf);
  return groups.size === 2 && groups.has(undefined) ? [slices] : [...groups.values()];
};

const DAY_DIGITS = 8;

/** Two visits that were given one UID, or none, differ in date: StudyDate is an attribute of the study, and the same in all of it. */
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
