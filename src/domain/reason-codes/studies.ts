import type { ReasonCodes } from './reason-code.ts';

/** Codes of studies and of folders of studies. */
export const STUDY_CODES = {
  STUDIES_ARE_ONE: {
    effect: 'corrected',
    meaning: 'the given folder contains images or series of a single study and is graded as that study',
    remedy: 'for several studies, give the folder that contains their folders',
  },
  STUDIES_IN_ONE_FOLDER: {
    effect: 'corrected',
    meaning:
      'a folder holds several studies, by StudyInstanceUID or StudyDate; each is graded separately, as <folder>/<8 hex digits>',
    remedy: 'put each study into a separate folder to keep its name',
  },
  UIDS_IGNORED: {
    effect: 'check',
    meaning:
      'each image has a StudyInstanceUID or FrameOfReferenceUID of its own, as after file-by-file anonymisation; they carry no information and were ignored',
    remedy: 'check that all images are of one examination; anonymise with one UID per study',
  },
  STUDY_BESIDE_UNGRADED: {
    effect: 'skipped',
    meaning: 'a folder also contains images of another study that cannot be graded',
    remedy: 'none needed',
  },
  IMAGES_BESIDE_STUDIES: {
    effect: 'skipped',
    meaning: 'images are next to the study folders',
    remedy: 'put the images of each study into a separate folder',
  },
  RESULTS_AMONG_STUDIES: {
    effect: 'skipped',
    meaning: 'a folder among the studies contains results of a run',
    remedy: 'keep results outside --studies',
  },
  STUDIES_ARE_RESULTS: {
    effect: 'no run',
    meaning: 'the folder given for the studies contains results of a run',
    remedy: 'give the folder of the studies; run.json names it under options',
  },
  OUTPUT_IS_STUDIES: {
    effect: 'no run',
    meaning: 'the output folder is the folder of the studies',
    remedy: 'choose another --out',
  },
  OUTPUT_INSIDE_STUDY: {
    effect: 'no run',
    meaning: 'the output folder is inside a study',
    remedy: 'choose another --out',
  },
  SHARD_AMONG_STUDIES: {
    effect: 'no run',
    meaning: 'the output folder of a shard is inside the studies folder, where other shards would take it for a study',
    remedy: 'choose an --out outside --studies',
  },
  STUDY_MIXED: {
    effect: 'refused',
    meaning: 'described series of one study have several StudyInstanceUIDs or StudyDates',
    remedy: 'put each examination into a separate folder',
  },
  STUDY_OF_SEVERAL_PATIENTS: {
    effect: 'refused',
    meaning: 'images of several patients in one study, by PatientID, or by PatientName without one',
    remedy: 'export the study again without files of other patients',
  },
  PATIENT_NAMES_DIFFER: {
    effect: 'check',
    meaning: 'images of one study and one PatientID have PatientNames of different people',
    remedy: 'check that all images are of one patient; a name may have changed',
  },
  STUDY_WITHOUT_SERIES: {
    effect: 'refused',
    meaning: 'no series is of a graded kind; the message lists the reasons',
    remedy: 'send the missing series, or list the existing ones in a descriptions file',
  },
  STUDY_UNUSUAL: {
    effect: 'check',
    meaning:
      "images, or features that networks compute of them, are farther from a model's training studies than these from each other; the message names each measure or network and the training range",
    remedy:
      'check series, images and keypoints; have a reader grade the study if the images are unlike those that the model knows',
  },
  STUDY_NOT_SEEN: {
    effect: 'refused',
    meaning: 'none of its grades would rest on any pixels',
    remedy: 'see `inspect` for its series',
  },
  STUDY_NOT_DESCRIBED: {
    effect: 'refused',
    meaning: 'the descriptions file has no row for the study',
    remedy: 'add its rows, or omit the descriptions file',
  },
  STUDY_MISSING: { effect: 'refused', meaning: 'the study has no folder', remedy: 'check the id' },
  STUDY_OUTSIDE_ROOT: {
    effect: 'refused',
    meaning: 'the study folder is a symbolic link that leads outside the studies folder',
    remedy: 'allow it with --follow-links, or copy the study',
  },
  STUDY_READ_TIMED_OUT: {
    effect: 'refused',
    meaning: 'reading the headers of a study exceeded the step time-out',
    remedy: 'check that the drive responds; grade it with --resume --retry-failed, or raise --step-timeout',
  },
  STUDY_UNREADABLE: {
    effect: 'refused',
    meaning: 'cannot list a folder of the study',
    remedy: 'check that it is readable',
  },
  STUDY_LEFT_OUT: {
    effect: 'refused',
    meaning: 'the study is given in --leave-out',
    remedy: 'to grade it, use --resume --retry-failed without that option',
  },
  STUDY_POISON: {
    effect: 'refused',
    meaning: 'the study was in progress several times (--attempts) when a process crashed, was killed or blocked',
    remedy: 'grade it alone, with --step-timeout, to see why; then use --resume --retry-failed',
  },
  SOURCE_EMPTY: {
    effect: 'no run',
    meaning: 'the folder contains no study',
    remedy: 'give the folder that contains the study folders',
  },
  SOURCE_FOLDER_MISSING: { effect: 'no run', meaning: 'cannot list the folder', remedy: 'check the path' },
  DESCRIPTIONS_MISSING: {
    effect: 'no run',
    meaning: 'there is no descriptions file where one is needed',
    remedy: 'name it with --descriptions',
  },
  CSV_COLUMN_TWICE: {
    effect: 'no run',
    meaning: 'a table has two columns of one name',
    remedy: 'remove or rename one of the two',
  },
  CSV_COLUMNS_MISSING: {
    effect: 'no run',
    meaning: 'a table lacks columns',
    remedy: 'add them to its first line; check that it is the right file',
  },
  CSV_UNREADABLE: {
    effect: 'no run',
    meaning: 'a table cannot be read as CSV',
    remedy: 'correct the line that is named',
  },
  CSV_VALUE_UNEXPECTED: {
    effect: 'no run',
    meaning: 'a cell of a table has no value that is understood there',
    remedy: 'correct the line that is named',
  },
} as const satisfies ReasonCodes;
