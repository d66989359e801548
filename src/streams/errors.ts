import { SpineError, type Where } from '../domain/spine-error.ts';
import type { Warning } from '../domain/study.ts';

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

export const csvColumnsMissing = (file: string, missing: readonly string[], found: readonly string[]): SpineError =>
  new SpineError({
    code: 'CSV_COLUMNS_MISSING',
    reason: `no column ${quoted(missing)} in the first line (there: ${quoted(found) || 'nothing'}); check that this is the right file`,
    where: { file },
  });

export const csvColumnTwice = (file: string, column: string): SpineError =>
  new SpineError({
    code: 'CSV_COLUMN_TWICE',
    reason: `two columns are called "${column}"; rename or remove one`,
    where: { file },
  });

export const csvUnreadable = (file: string, cause: unknown, line?: number): SpineError =>
  new SpineError({
    code: 'CSV_UNREADABLE',
    reason: `cannot be read as CSV: ${cause instanceof Error ? cause.message : String(cause)}`,
    where: { file, line },
    cause,
  });

export const csvValueUnexpected = (where: Where, column: string, found: string, expected: string): SpineError =>
  new SpineError({
    code: 'CSV_VALUE_UNEXPECTED',
    reason: `"${found}" in column "${column}", expected ${expected}`,
    where,
  });

export const descriptionsMissing = (root: string, names: readonly string[]): SpineError =>
  new SpineError({
    code: 'DESCRIPTIONS_MISSING',
    reason: `no series descriptions (looked for ${names.join(', ')}); name the file with --descriptions`,
    where: { file: root },
  });

export const idsUnreadable = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'IDS_UNREADABLE',
    reason: 'this list of ids cannot be read; check the path (- stands for standard input)',
    where: { file },
    cause,
  });

export const journalCorrupt = (file: string, line: number, cause?: unknown): SpineError =>
  new SpineError({
    code: 'JOURNAL_CORRUPT',
    reason: 'this line of the journal cannot be read; start again with --overwrite, or in another --out folder',
    where: { file, line },
    cause,
  });

/** What is said of a part of a journal's origin that differs. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  pipeline: 'another pipeline or other options of it',
  models: 'other models',
  backend: 'another --backend',
  descriptions: 'other series descriptions',
  studies: 'other studies',
};

/** @param differences  names of the parts that differ, where they are known */
export const journalForeign = (file: string, differences: readonly string[] = []): SpineError =>
  new SpineError({
    code: 'JOURNAL_FOREIGN',
    reason: `the results there were made ${
      differences.length === 0
        ? 'by another pipeline, with other models, options or studies'
        : `with ${differences.map((part) => DIFFERENCES[part] ?? `another ${part}`).join(', ')}`
    }; give another --out folder, or --overwrite to discard them`,
    where: { file },
  });

export const seriesNotFound = (where: Where): SpineError =>
  new SpineError({
    code: 'SERIES_NOT_FOUND',
    reason:
      'the descriptions name a series that is neither a folder of the study nor a SeriesInstanceUID of its files; correct series_id ("spinestream inspect <study> --json" lists them)',
    where,
  });

export const severalSeriesInFolder = (where: Where, count: number): SpineError =>
  new SpineError({
    code: 'SERIES_FOLDER_MIXED',
    reason: `the descriptions name this folder as one series, but it holds ${count}; name each by its SeriesInstanceUID in series_id`,
    where,
  });

export const seriesOfTwoKinds = (where: Where, seriesId: string, kinds: readonly [string, string]): SpineError =>
  new SpineError({
    code: 'SERIES_OF_TWO_KINDS',
    reason: `the series is listed as ${kinds[0]} already, and here as ${kinds[1]}; remove one of the two rows`,
    where: { ...where, seriesId },
  });

export const sourceEmpty = (folder: string): SpineError =>
  new SpineError({
    code: 'SOURCE_EMPTY',
    reason: 'there is no study in this folder; expected folders of studies in it, or the layout of the challenge',
    where: { file: folder },
  });

export const sourceFolderMissing = (folder: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'SOURCE_FOLDER_MISSING',
    reason: 'this folder of studies cannot be listed; check the path',
    where: { file: folder },
    cause,
  });

export const studyLeftOut = (studyId: string): SpineError =>
  new SpineError({
    code: 'STUDY_LEFT_OUT',
    reason: 'left out, as --leave-out says; do it with --resume --retry-failed, without that option',
    where: { studyId },
  });

export const studyMissing = (studyId: string, folder: string): SpineError =>
  new SpineError({
    code: 'STUDY_MISSING',
    reason: `there is no such study in ${folder}; check the id`,
    where: { studyId },
  });

export const studyOfSeveralPatients = (studyId: string, patients: number): SpineError =>
  new SpineError({
    code: 'STUDY_OF_SEVERAL_PATIENTS',
    reason: `images of ${patients} patients have one StudyInstanceUID; export the study again, without files of other patients`,
    where: { studyId },
  });

export const studyOutsideRoot = (studyId: string): SpineError =>
  new SpineError({
    code: 'STUDY_OUTSIDE_ROOT',
    reason:
      'the folder is a link that leads out of the folder of studies; allow that with --follow-links, or copy the study',
    where: { studyId },
  });

export const outputInsideStudy = (out: string, studyId: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_INSIDE_STUDY',
    reason: `the folder for results lies inside the study "${studyId}", expected one outside of it; give another --out`,
    where: { file: out },
  });

/** @param holder  unknown where its lock cannot be read yet */
export const outputLocked = (
  folder: string,
  holder: { readonly pid: number; readonly host: string } | undefined,
): SpineError => {
  const who = holder === undefined ? '' : ` (process ${holder.pid} on ${holder.host})`;
  return new SpineError({
    code: 'OUTPUT_LOCKED',
    reason: `another run${who} writes into this folder; wait for it, or name another folder (if that run has ended, remove run.lock)`,
    where: { file: folder },
  });
};

export const takeOverUnfinished = (file: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_LOCKED',
    reason: 'a run was killed while it claimed this folder; remove this file and start again',
    where: { file },
  });

export const outputUnwritable = (file: string, cause: unknown): SpineError => {
  const full = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  return new SpineError({
    code: full ? 'DISK_FULL' : 'OUTPUT_UNWRITABLE',
    reason: full
      ? 'the disk is full; what is done is kept: make room and continue with --resume'
      : 'this cannot be written; check that the folder exists and may be written to (what is done is kept: continue with --resume)',
    where: { file },
    cause,
  });
};

export const studyNotDescribed = (studyId: string): SpineError =>
  new SpineError({
    code: 'STUDY_NOT_DESCRIBED',
    reason:
      'the descriptions file lists no series of this study, so their kinds are unknown; add its rows or remove the folder',
    where: { studyId },
  });

export const studyUnreadable = (studyId: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'STUDY_UNREADABLE',
    reason: 'its folder, or one below it, cannot be listed; check that it exists and that this user may read it',
    where: { studyId },
    cause,
  });

const REASONS_SHOWN = 4;

export const studyWithoutSeries = (studyId: string, warnings: readonly Warning[]): SpineError => {
  const reasons = warnings
    .slice(0, REASONS_SHOWN)
    .map(({ seriesId, message, code }) => `${seriesId === undefined ? '' : `${seriesId}: `}${message} [${code}]`);
  const more = warnings.length > REASONS_SHOWN ? [`and ${warnings.length - REASONS_SHOWN} more`] : [];
  const why = [...reasons, ...more].join('; ');
  return new SpineError({
    code: 'STUDY_WITHOUT_SERIES',
    reason:
      reasons.length === 0
        ? 'there is no DICOM image in its folder or in the folders below it; check the path, and unpack archives such as .zip'
        : `no series whose kind its headers tell (${why}); where you know the kinds, name each series by its folder or SeriesInstanceUID in a file for --descriptions`,
    where: { studyId },
  });
};
