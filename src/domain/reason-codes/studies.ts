import { check, corrected, noRun, type ReasonCodes, refused, skipped } from './reason-code.ts';

/** Codes of studies and of folders of studies. */
export const STUDY_CODES: ReasonCodes = {
  STUDIES_ARE_ONE: corrected(
    'the given folder contains images or series of a single study and is graded as that study',
    'for several studies, give the folder that contains their folders',
  ),
  STUDIES_IN_ONE_FOLDER: corrected(
    'a folder holds several studies, by StudyInstanceUID or StudyDate; each is graded separately, as <folder>/<8 hex digits>',
    'put each study into a separate folder to keep its name',
  ),
  UIDS_IGNORED: check(
    'each image has a StudyInstanceUID or FrameOfReferenceUID of its own, as after file-by-file anonymisation; they carry no information and were ignored',
    'check that all images are of one examination; anonymise with one UID per study',
  ),
  STUDY_BESIDE_UNGRADED: skipped('a folder also contains images of another study that cannot be graded', 'none needed'),
  IMAGES_BESIDE_STUDIES: skipped(
    'images are next to the study folders',
    'put the images of each study into a separate folder',
  ),
  RESULTS_AMONG_STUDIES: skipped(
    'a folder among the studies contains results of a run',
    'keep results outside --studies',
  ),
  STUDIES_ARE_RESULTS: noRun(
    'the folder given for the studies contains results of a run',
    'give the folder of the studies; run.json names it under options',
  ),
  OUTPUT_IS_STUDIES: noRun('the output folder is the folder of the studies', 'choose another --out'),
  OUTPUT_INSIDE_STUDY: noRun('the output folder is inside a study', 'choose another --out'),
  SHARD_AMONG_STUDIES: noRun(
    'the output folder of a shard is inside the studies folder, where other shards would take it for a study',
    'choose an --out outside --studies',
  ),
  STUDY_MIXED: refused(
    'described series of one study have several StudyInstanceUIDs or StudyDates',
    'put each examination into a separate folder',
  ),
  STUDY_OF_SEVERAL_PATIENTS: refused(
    'images of several patients in one study, by PatientID, or by PatientName without one',
    'export the study again without files of other patients',
  ),
  PATIENT_NAMES_DIFFER: check(
    'images of one study and one PatientID have PatientNames of different people',
    'check that all images are of one patient; a name may have changed',
  ),
  STUDY_WITHOUT_SERIES: refused(
    'no series is of a graded kind; the message lists the reasons',
    'send the missing series, or list the existing ones in a descriptions file',
  ),
  STUDY_UNUSUAL: check(
    "images, or features that networks compute of them, are farther from a model's training studies than these from each other; the message names each measure or network and the training range",
    'check series, images and keypoints; have a reader grade the study if the images are unlike those that the model knows',
  ),
  STUDY_NOT_SEEN: refused('none of its grades would rest on any pixels', 'see `inspect` for its series'),
  STUDY_NOT_DESCRIBED: refused(
    'the descriptions file has no row for the study',
    'add its rows, or omit the descriptions file',
  ),
  STUDY_MISSING: refused('the study has no folder', 'check the id'),
  STUDY_OUTSIDE_ROOT: refused(
    'the study folder is a symbolic link that leads outside the studies folder',
    'allow it with --follow-links, or copy the study',
  ),
  STUDY_READ_TIMED_OUT: refused(
    'reading the headers of a study exceeded the step time-out',
    'check that the drive responds; grade it with --resume --retry-failed, or raise --step-timeout',
  ),
  STUDY_UNREADABLE: refused('cannot list a folder of the study', 'check that it is readable'),
  STUDY_LEFT_OUT: refused(
    'the study is given in --leave-out',
    'to grade it, use --resume --retry-failed without that option',
  ),
  STUDY_POISON: refused(
    'the study was in progress several times (--attempts) when a process crashed, was killed or blocked',
    'grade it alone, with --step-timeout, to see why; then use --resume --retry-failed',
  ),
  SOURCE_EMPTY: noRun('the folder contains no study', 'give the folder that contains the study folders'),
  SOURCE_FOLDER_MISSING: noRun('cannot list the folder', 'check the path'),
  DESCRIPTIONS_MISSING: noRun('there is no descriptions file where one is needed', 'name it with --descriptions'),
  CSV_COLUMN_TWICE: noRun('a table has two columns of one name', 'remove or rename one of the two'),
  CSV_COLUMNS_MISSING: noRun('a table lacks columns', 'add them to its first line; check that it is the right file'),
  CSV_UNREADABLE: noRun('a table cannot be read as CSV', 'correct the line that is named'),
  CSV_VALUE_UNEXPECTED: noRun(
    'a cell of a table has no value that is understood there',
    'correct the line that is named',
  ),
};
