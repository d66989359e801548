import type { ReasonCodes } from './reason-code.ts';

const NO_REMEDY = 'none needed; where it is wrong, name the series in a descriptions file';

/** Of series: which are graded and which are not. */
export const SERIES_CODES = {
  SERIES_COLOUR: { effect: 'left out', meaning: 'its pictures are in colour', remedy: NO_REMEDY },
  SERIES_COMPUTED: {
    effect: 'left out',
    meaning: 'it was computed of others: a map, a projection, a subtraction, a part of the signal',
    remedy: NO_REMEDY,
  },
  SERIES_DIFFUSION: { effect: 'left out', meaning: 'it is diffusion-weighted', remedy: NO_REMEDY },
  SERIES_ECHO_PLANAR: { effect: 'left out', meaning: 'it is echo-planar', remedy: NO_REMEDY },
  SERIES_ELSEWHERE: {
    effect: 'left out',
    meaning: 'an axial series shows no place of the sagittal series that is graded',
    remedy: NO_REMEDY,
  },
  SERIES_FAT_ONLY: { effect: 'left out', meaning: 'it is the fat picture of a Dixon sequence', remedy: NO_REMEDY },
  SERIES_KIND_UNGRADED: {
    effect: 'left out',
    meaning: 'its plane or contrast is none that is graded, such as coronal, proton density or gradient echo',
    remedy: NO_REMEDY,
  },
  SERIES_LOCALIZER: { effect: 'left out', meaning: 'it is a localizer', remedy: NO_REMEDY },
  SERIES_NOT_MR: { effect: 'left out', meaning: 'it is of another modality, or a copy of a screen', remedy: NO_REMEDY },
  SERIES_PLANE_UNKNOWN: {
    effect: 'left out',
    meaning: 'ImageOrientationPatient is missing, or lies between the planes',
    remedy: 'export the series with its full header',
  },
  SERIES_REPEATED: {
    effect: 'left out',
    meaning: 'a better series shows the same images or planes',
    remedy: 'none needed',
  },
  SERIES_WEIGHTING_UNKNOWN: {
    effect: 'left out',
    meaning: 'neither times nor names tell T1 from T2',
    remedy: 'name the series in a descriptions file',
  },
  SERIES_GEOMETRY_MISSING: {
    effect: 'left out',
    meaning: 'its headers do not say where its slices lie in the patient',
    remedy: 'export the series with its full header',
  },
  SERIES_WITHOUT_SLICES: {
    effect: 'left out',
    meaning: 'a folder holds no DICOM image',
    remedy: 'restore its files, or remove the folder',
  },
  SERIES_LINK: {
    effect: 'left out',
    meaning: 'a link inside of a study; a study is read within its own folder',
    remedy: 'copy what it leads to into the study',
  },
  SERIES_TOO_DEEP: {
    effect: 'left out',
    meaning: 'folders lie more than eight levels below the study',
    remedy: 'move them up',
  },
  SERIES_FRAME_OF_REFERENCE: {
    effect: 'check',
    meaning:
      'axial and sagittal series differ in FrameOfReferenceUID, as after the patient moved; nothing is projected between them',
    remedy: 'expect no grades of the recesses; take the series again in one position',
  },
  SERIES_DESCRIPTION_CONTRADICTED: {
    effect: 'check',
    meaning: 'the description and the times of the sequence tell different contrasts; times decided',
    remedy: 'look at the series, or name it in a descriptions file',
  },
  SERIES_REGION: {
    effect: 'check',
    meaning: 'the header names another region than the lumbar spine, or no axial slice crosses the sagittal series',
    remedy: 'look whether it is the lumbar spine',
  },
  SERIES_TIE: {
    effect: 'check',
    meaning: 'several series rank equally and the higher series number decided',
    remedy: 'look at both, or name one in a descriptions file',
  },
  SERIES_MERGED: {
    effect: 'corrected',
    meaning: 'series of one slice each that agree in all else were taken for one',
    remedy: 'none needed',
  },
  SERIES_SPLIT: {
    effect: 'left out',
    meaning: 'slices of another plane, echo, contrast or place in one series',
    remedy: 'none needed; export them as a series of their own to have them considered',
  },
  SERIES_LISTED_TWICE: {
    effect: 'corrected',
    meaning: 'the descriptions name a series more than once; it counts once',
    remedy: 'remove the other rows',
  },
  SERIES_NOT_FOUND: {
    effect: 'refused',
    meaning: 'the descriptions name a series that the study does not have, by folder or by SeriesInstanceUID',
    remedy: 'correct series_id; `inspect --json` lists the series',
  },
  SERIES_FOLDER_MIXED: {
    effect: 'refused',
    meaning: 'the descriptions name a folder as one series that holds several',
    remedy: 'name each by its SeriesInstanceUID',
  },
  SERIES_OUTRANKED: {
    effect: 'left out',
    meaning:
      'another series of its kind ranks higher; a warning where an axial series that shows other places is so much worse, such as reformatted or opposed-phase, that it is not graded beside it',
    remedy: 'look at the ranking; where it is wrong, name the series in a descriptions file',
  },
  SERIES_NOT_LISTED: {
    effect: 'left out',
    meaning: 'the descriptions do not list it (said by `inspect` only)',
    remedy: 'add a row if it is to be graded',
  },
  SERIES_NOT_FIRST: {
    effect: 'left out',
    meaning: 'the descriptions list another sagittal series of its kind first (said by `inspect` only)',
    remedy: 'change the order of the rows if it is to be graded',
  },
  SERIES_OF_TWO_KINDS: {
    effect: 'no run',
    meaning: 'the descriptions name a series with two kinds',
    remedy: 'remove one of the rows',
  },
  SERIES_EMPTY: {
    effect: 'refused',
    meaning: 'the folder of a described series has no slice',
    remedy: 'restore its files, or remove its row',
  },
  SERIES_FOLDER_UNREADABLE: {
    effect: 'refused',
    meaning: 'the folder of a described series cannot be listed',
    remedy: 'check that it exists and that this user may read it, or remove its row',
  },
  SERIES_SUBSTITUTED: {
    effect: 'check',
    meaning: 'a sagittal kind is missing and the other one stands in',
    remedy: 'trust the grades that rest on it less',
  },
  SERIES_MISSING: {
    effect: 'check',
    meaning: 'a kind of series is missing; what needs it is not seen',
    remedy: 'expect no grades from it',
  },
} as const satisfies ReasonCodes;
