import { SpineError, type Where } from '../../domain/spine-error.ts';
import type { Warning } from '../../domain/study.ts';
import { counted } from '../../domain/text/counted.ts';
import { withoutPath } from '../../domain/text/without-path.ts';
import { errorCode } from '../../files/error-code.ts';

export const descriptionsMissing = (root: string, names: readonly string[]): SpineError =>
  new SpineError({
    code: 'DESCRIPTIONS_MISSING',
    reason: `no series descriptions (looked for ${names.join(', ')}); give the file with --descriptions`,
    where: { file: root },
  });

export const idsUnreadable = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'IDS_UNREADABLE',
    reason: 'cannot read this list of ids; check the path (- is standard input)',
    where: { file },
    cause,
  });

/** @param server  root URL of its services */
export const noStudiesOnServer = (server: string): SpineError =>
  new SpineError({
    code: 'DICOMWEB_NO_STUDIES',
    reason: 'no study on the server matches the filters; check them, and the permissions of these credentials',
    where: { file: server },
  });

export const seriesNotFound = (where: Where): SpineError =>
  new SpineError({
    code: 'SERIES_NOT_FOUND',
    reason:
      'a series in the descriptions file is neither a folder of the study nor a SeriesInstanceUID of its files; correct series_id ("spinestream inspect <study> --json" lists them)',
    where,
  });

export const severalSeriesInFolder = (where: Where, count: number): SpineError =>
  new SpineError({
    code: 'SERIES_FOLDER_MIXED',
    reason: `the descriptions file lists this folder as one series, but it contains ${count}; list each by its SeriesInstanceUID in series_id`,
    where,
  });

export const seriesOfTwoKinds = (where: Where, seriesId: string, kinds: readonly [string, string]): SpineError =>
  new SpineError({
    code: 'SERIES_OF_TWO_KINDS',
    reason: `the series is listed both as ${kinds[0]} and as ${kinds[1]}; remove one of the rows`,
    where: { ...where, seriesId },
  });

export const sourceFolderMissing = (folder: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'SOURCE_FOLDER_MISSING',
    reason: `cannot list this folder of studies${errorCode(cause) === 'ENOTDIR' ? ': this is a file' : ''}; check the path`,
    where: { file: folder },
    cause,
  });

/** For a study given as a folder. */
export const studyFolderMissing = (folder: string, isFile: boolean): SpineError =>
  new SpineError({
    code: 'STUDY_MISSING',
    reason: isFile
      ? 'expected the folder of a study, found a file; give the folder that contains it'
      : 'no such study folder; check the path',
    where: { file: folder },
  });

export const studyMissing = (studyId: string, folder: string): SpineError =>
  new SpineError({
    code: 'STUDY_MISSING',
    reason: `no such study in ${folder}; check the id`,
    where: { studyId },
  });

export const studyOfSeveralPatients = (studyId: string, patients: number): SpineError =>
  new SpineError({
    code: 'STUDY_OF_SEVERAL_PATIENTS',
    reason: `images of ${patients} patients share one StudyInstanceUID; export the study again without files of other patients`,
    where: { studyId },
  });

export const studyOutsideRoot = (studyId: string): SpineError =>
  new SpineError({
    code: 'STUDY_OUTSIDE_ROOT',
    reason:
      'the folder is a symbolic link that leads outside the studies folder; allow it with --follow-links, or copy the study',
    where: { studyId },
  });

export const studyNotDescribed = (studyId: string): SpineError =>
  new SpineError({
    code: 'STUDY_NOT_DESCRIBED',
    reason:
      'the descriptions file has no rows for this study, so the kinds of its series are unknown; add them or remove the folder',
    where: { studyId },
  });

export const studyReadTimedOut = (studyId: string, ms: number): SpineError =>
  new SpineError({
    code: 'STUDY_READ_TIMED_OUT',
    reason: `reading its headers took more than ${ms / 1000} s; check that the drive responds, or raise --step-timeout`,
    where: { studyId },
    retriable: true,
  });

export const studyUnreadable = (studyId: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'STUDY_UNREADABLE',
    reason: 'cannot list its folder or one below it; check that it exists and is readable',
    where: { studyId },
    cause: withoutPath(cause),
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
        ? 'no DICOM image in its folder or below; check the path, and unpack archives such as .zip'
        : `no series of a graded kind according to the headers (${why}); if you know the kinds, list each series by its folder or SeriesInstanceUID in a file for --descriptions`,
    where: { studyId },
  });
};

export const studyLeftOut = (studyId: string): SpineError =>
  new SpineError({
    code: 'STUDY_LEFT_OUT',
    reason: 'skipped by --leave-out; to grade it, use --resume --retry-failed without that option',
    where: { studyId },
  });

/** @param archives  number of .zip files in the folder */
export const sourceEmpty = (folder: string, archives = 0): SpineError => {
  const remedy =
    archives === 0
      ? 'expected study folders, or the layout of the challenge'
      : `there ${archives === 1 ? 'is' : 'are'} ${counted(archives, 'zip archive')}; unpack them, or add "source: { zip: { path: '\${studies}' } }" to the pipeline file`;
  return new SpineError({
    code: 'SOURCE_EMPTY',
    reason: `no study in this folder; ${remedy}`,
    where: { file: folder },
  });
};

export const studiesAreResults = (folder: string): SpineError =>
  new SpineError({
    code: 'STUDIES_ARE_RESULTS',
    reason:
      'this folder holds the results of a run, expected studies; give the folder of the studies, which its run.json names under options',
    where: { file: folder },
  });

export const outputIsStudies = (out: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_IS_STUDIES',
    reason: 'this is the folder of the studies; choose another --out',
    where: { file: out },
  });

export const queueSharded = (): SpineError =>
  new SpineError({
    code: 'QUEUE_SHARDED',
    reason: 'a queue hands every study to one worker, expected no --shard with it; leave one of them out',
  });

export const shardAmongStudies = (out: string): SpineError =>
  new SpineError({
    code: 'SHARD_AMONG_STUDIES',
    reason:
      'the output folder of a shard is inside the studies folder, where other shards would take it for a study; choose an --out outside --studies',
    where: { file: out },
  });

export const outputInsideStudy = (out: string, studyId: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_INSIDE_STUDY',
    reason: `the output folder is inside the study "${studyId}"; choose another --out`,
    where: { file: out },
  });
