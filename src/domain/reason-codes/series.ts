import type { ReasonCodes } from './reason-code.ts';

const NO_REMEDY = 'none needed; where it is wrong, list the series in a descriptions file';

/** Codes of series: choice and exclusion. */
export const SERIES_CODES = {
  SERIES_COLOUR: { effect: 'skipped', meaning: 'it has colour images', remedy: NO_REMEDY },
  SERIES_COMPUTED: {
    effect: 'skipped',
    meaning: 'it was computed from other images: a map, projection, subtraction or signal component',
    remedy: NO_REMEDY,
  },
  SERIES_DIFFUSION: { effect: 'skipped', meaning: 'it is diffusion-weighted', remedy: NO_REMEDY },
  SERIES_ECHO_PLANAR: { effect: 'skipped', meaning: 'it is echo-planar', remedy: NO_REMEDY },
  SERIES_ELSEWHERE: {
    effect: 'skipped',
    meaning: 'an axial series does not overlap the graded sagittal series',
    remedy: NO_REMEDY,
  },
  SERIES_FAT_ONLY: { effect: 'skipped', meaning: 'it is the fat image of a Dixon sequence', remedy: NO_REMEDY },
  SERIES_KIND_UNGRADED: {
    effect: 'skipped',
    meaning: 'its plane or contrast is not graded, e.g. coronal, proton density or gradient echo',
    remedy: NO_REMEDY,
  },
  SERIES_LOCALIZER: { effect: 'skipped', meaning: 'it is a localizer', remedy: NO_REMEDY },
  SERIES_NOT_MR: { effect: 'skipped', meaning: 'it has another modality, or is a screen capture', remedy: NO_REMEDY },
  SERIES_PLANE_UNKNOWN: {
    effect: 'skipped',
    meaning: 'ImageOrientationPatient is missing or oblique between two planes',
    remedy: 'export the series with its full header',
  },
  SERIES_REPEATED: {
    effect: 'skipped',
    meaning: 'a better series shows the same images or planes',
    remedy: 'none needed',
  },
  SERIES_WEIGHTING_UNKNOWN: {
    effect: 'skipped',
    meaning: 'neither times nor names distinguish T1 from T2',
    remedy: 'list the series in a descriptions file',
  },
  SERIES_GEOMETRY_MISSING: {
    effect: 'skipped',
    meaning: 'its headers lack the positions of its slices in the patient',
    remedy: 'export the series with its full header',
  },
  SERIES_WITHOUT_SLICES: {
    effect: 'skipped',
    meaning: 'a folder contains no DICOM image',
    remedy: 'restore its files, or remove the folder',
  },
  SERIES_LINK: {
    effect: 'skipped',
    meaning: 'a symbolic link inside a study is not followed',
    remedy: 'copy its target into the study',
  },
  SERIES_TOO_DEEP: {
    effect: 'skipped',
    meaning: 'folders are more than eight levels below the study',
    remedy: 'move them up',
  },
  SERIES_FRAME_OF_REFERENCE: {
    effect: 'check',
    meaning:
      'axial and sagittal series differ in FrameOfReferenceUID, as after the patient moved; nothing is projected between them',
    remedy: 'expect no grades of the recesses; acquire the series again in one position',
  },
  SERIES_DESCRIPTION_CONTRADICTED: {
    effect: 'check',
    meaning: 'description and sequence times indicate different contrasts; times took precedence',
    remedy: 'check the series, or list it in a descriptions file',
  },
  SERIES_REGION: {
    effect: 'check',
    meaning: 'the header states another region than the lumbar spine, or no axial slice crosses the sagittal series',
    remedy: 'check that it is the lumbar spine',
  },
  SERIES_UNUSUAL: {
    effect: 'check',
    meaning:
      'a graded series looks unusual: T1 after a contrast agent, opposed-phase, reformatted, single-shot or in thin slices',
    remedy: 'treat the grades that rest on it with caution',
  },
  SERIES_OF_TWO_DAYS: {
    effect: 'check',
    meaning: 'series of one study were acquired more than a day apart',
    remedy:
      'check whether one belongs to an earlier examination; none needed if de-identification shifted dates series by series',
  },
  SERIES_TIE: {
    effect: 'check',
    meaning: 'several series rank equally; the higher series number was used',
    remedy: 'check both, or list one in a descriptions file',
  },
  SERIES_MERGED: {
    effect: 'corrected',
    meaning: 'series of one slice each with otherwise equal attributes were merged',
    remedy: 'none needed',
  },
  SERIES_SPLIT: {
    effect: 'skipped',
    meaning: 'slices of another plane, echo, contrast or position in one series',
    remedy: 'none needed; export them as a separate series to use them',
  },
  SERIES_LISTED_TWICE: {
    effect: 'corrected',
    meaning: 'the descriptions list a series more than once; it is used once',
    remedy: 'remove the other rows',
  },
  SERIES_NOT_FOUND: {
    effect: 'refused',
    meaning: 'the descriptions list a series that the study does not have, by folder or SeriesInstanceUID',
    remedy: 'correct series_id; `inspect --json` lists the series',
  },
  SERIES_FOLDER_MIXED: {
    effect: 'refused',
    meaning: 'the descriptions list a folder as one series, but it contains several',
    remedy: 'list each by its SeriesInstanceUID',
  },
  SERIES_OUTRANKED: {
    effect: 'skipped',
    meaning:
      'another series of its kind ranks higher; a warning where an axial series that shows other places is so much worse (e.g. reformatted or opposed-phase) that it is not graded as well',
    remedy: 'check the ranking; to correct it, list the series in a descriptions file',
  },
  SERIES_NOT_LISTED: {
    effect: 'skipped',
    meaning: 'the descriptions do not list it (reported by `inspect` only)',
    remedy: 'to grade it, add a row',
  },
  SERIES_NOT_FIRST: {
    effect: 'skipped',
    meaning: 'the descriptions list another sagittal series of its kind first (reported by `inspect` only)',
    remedy: 'to grade it, change the order of the rows',
  },
  SERIES_OF_TWO_KINDS: {
    effect: 'no run',
    meaning: 'the descriptions list a series with two kinds',
    remedy: 'remove one of the rows',
  },
  SERIES_EMPTY: {
    effect: 'refused',
    meaning: 'the folder of a described series has no slice',
    remedy: 'restore its files, or remove its row',
  },
  SERIES_FOLDER_UNREADABLE: {
    effect: 'refused',
    meaning: 'cannot list the folder of a described series',
    remedy: 'check that it exists and is readable, or remove its row',
  },
  SERIES_SUBSTITUTED: {
    effect: 'check',
    meaning: 'a sagittal kind is missing; the other one substitutes for it',
    remedy: 'treat the grades that rest on it with caution',
  },
  SERIES_MISSING: {
    effect: 'check',
    meaning: 'a kind of series is missing; the sites that need it are not seen',
    remedy: 'expect no grades of these sites',
  },
} as const satisfies ReasonCodes;
