import { SpineError, type Where } from '../../domain/spine-error.ts';
import type { Warning } from '../../domain/study.ts';
import { withoutPath } from '../../domain/without-path.ts';

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

/** @param server the root of its services */
export const noStudiesOnServer = (server: string): SpineError =>
  new SpineError({
    code: 'DICOMWEB_NO_STUDIES',
    reason: 'no study on the server fits the filters; check them, and that these credentials may see studies',
    where: { file: server },
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

export const sourceFolderMissing = (folder: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'SOURCE_FOLDER_MISSING',
    reason: 'this folder of studies cannot be listed; check the path',
    where: { file: folder },
    cause,
  });

/** Of a study that is named by its folder. */
export const studyFolderMissing = (folder: string, isFile: boolean): SpineError =>
  new SpineError({
    code: 'STUDY_MISSING',
    reason: isFile
      ? 'this is a file, expected the folder of a study; give the folder that it lies in'
      : 'there is no such folder, expected that of a study; check the path',
    where: { file: folder },
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

export const studyNotDescribed = (studyId: string): SpineError =>
  new SpineError({
    code: 'STUDY_NOT_DESCRIBED',
    reason:
      'the descriptions file lists no series of this study, so their kinds are unknown; add its rows or remove the folder',
    where: { studyId },
  });

export const studyReadTimedOut = (studyId: string, ms: number): SpineError =>
  new SpineError({
    code: 'STUDY_READ_TIMED_OUT',
    reason: `its headers could not be read within ${ms / 1000} s; check that the drive answers, or raise --step-timeout`,
    where: { studyId },
    retriable: true,
  });

export const studyUnreadable = (studyId: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'STUDY_UNREADABLE',
    reason: 'its folder, or one below it, cannot be listed; check that it exists and that this user may read it',
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
        ? 'there is no DICOM image in its folder or in the folders below it; check the path, and unpack archives such as .zip'
        : `no series whose kind its headers tell (${why}); where you know the kinds, name each series by its folder or SeriesInstanceUID in a file for --descriptions`,
    where: { studyId },
  });
};

export const studyLeftOut = (studyId: string): SpineError =>
  new SpineError({
    code: 'STUDY_LEFT_OUT',
    reason: 'left out, as --leave-out says; do it with --resume --retry-failed, without that option',
    where: { studyId },
  });

export const sourceEmpty = (folder: string): SpineError =>
  new SpineError({
    code: 'SOURCE_EMPTY',
    reason: 'there is no study in this folder; expected folders of studies in it, or the layout of the challenge',
    where: { file: folder },
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
      'the folder for the results of a shard lies among the studies, where the other shards count it as one; give an --out outside of --studies',
    where: { file: out },
  });

export const outputInsideStudy = (out: string, studyId: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_INSIDE_STUDY',
    reason: `the folder for results lies inside the study "${studyId}", expected one outside of it; give another --out`,
    where: { file: out },
  });
