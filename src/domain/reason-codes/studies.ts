import type { ReasonCodes } from './reason-code.ts';

/** Of studies and of folders of them. */
export const STUDY_CODES = {
  STUDIES_ARE_ONE: {
    effect: 'corrected',
    meaning: 'the folder given holds images or series of one study and is graded as that study',
    remedy: 'for several studies give the folder that their folders lie in',
  },
  STUDIES_IN_ONE_FOLDER: {
    effect: 'corrected',
    meaning:
      'a folder holds several studies, by StudyInstanceUID or StudyDate; each is graded by itself, as <folder>/<8 hex digits>',
    remedy: 'put each study into a folder of its own to have it under its own name',
  },
  UIDS_IGNORED: {
    effect: 'check',
    meaning:
      'each image has a StudyInstanceUID or FrameOfReferenceUID of its own, as after anonymisation file by file; these say nothing and were ignored',
    remedy: 'check that all images are of one examination; anonymise with one UID a study',
  },
  STUDY_BESIDE_UNGRADED: {
    effect: 'left out',
    meaning: 'a folder also holds images of another study in which nothing can be graded',
    remedy: 'none needed',
  },
  IMAGES_BESIDE_STUDIES: {
    effect: 'left out',
    meaning: 'images lie beside the folders of studies',
    remedy: 'put those of each study into a folder of its own',
  },
  RESULTS_AMONG_STUDIES: {
    effect: 'left out',
    meaning: 'a folder among the studies holds results of a run',
    remedy: 'keep results outside of --studies',
  },
  OUTPUT_INSIDE_STUDY: {
    effect: 'no run',
    meaning: 'the folder for results lies inside of a study',
    remedy: 'give another --out',
  },
  SHARD_AMONG_STUDIES: {
    effect: 'no run',
    meaning: 'the folder for the results of a shard lies among the studies, where other shards take it for one',
    remedy: 'give an --out outside of --studies',
  },
  STUDY_MIXED: {
    effect: 'refused',
    meaning: 'described series of one study have several StudyInstanceUIDs or StudyDates',
    remedy: 'put each examination into a folder of its own',
  },
  STUDY_OF_SEVERAL_PATIENTS: {
    effect: 'refused',
    meaning: 'images of several patients in one study, by PatientID, or by PatientName where there is none',
    remedy: 'export the study again without files of others',
  },
  PATIENT_NAMES_DIFFER: {
    effect: 'check',
    meaning: 'images of one study and one PatientID have PatientNames that are not those of one person',
    remedy: 'check that all images are of one patient; a name may have changed',
  },
  STUDY_WITHOUT_SERIES: {
    effect: 'refused',
    meaning: 'no series is of a kind that is graded; the message has the reasons',
    remedy: 'send the missing series, or name those that are there in a descriptions file',
  },
  STUDY_NOT_SEEN: {
    effect: 'refused',
    meaning: 'none of its grades would rest on any pixel',
    remedy: 'see what `inspect` says of its series',
  },
  STUDY_NOT_DESCRIBED: {
    effect: 'refused',
    meaning: 'the descriptions file has no row of the study',
    remedy: 'add its rows, or leave the descriptions file out',
  },
  STUDY_MISSING: { effect: 'refused', meaning: 'there is no folder of that study', remedy: 'check the id' },
  STUDY_OUTSIDE_ROOT: {
    effect: 'refused',
    meaning: 'the folder of a study is a link that leads elsewhere',
    remedy: 'allow it with --follow-links, or copy the study',
  },
  STUDY_READ_TIMED_OUT: {
    effect: 'refused',
    meaning: 'the headers of a study could not be read within the time of a step',
    remedy: 'check that the drive answers; do it with --resume --retry-failed, or raise --step-timeout',
  },
  STUDY_UNREADABLE: {
    effect: 'refused',
    meaning: 'a folder of the study cannot be listed',
    remedy: 'check that this user may read it',
  },
  STUDY_LEFT_OUT: {
    effect: 'refused',
    meaning: '--leave-out names the study',
    remedy: 'do it with --resume --retry-failed, without that option',
  },
  SOURCE_EMPTY: {
    effect: 'no run',
    meaning: 'the folder has no study',
    remedy: 'give the folder that the folders of studies lie in',
  },
  SOURCE_FOLDER_MISSING: { effect: 'no run', meaning: 'the folder cannot be listed', remedy: 'check the path' },
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
