import { check, corrected, noRun, type ReasonCodes, refused, skipped } from './reason-code.ts';

const NO_REMEDY = 'none needed; where it is wrong, list the series in a descriptions file';

/** Codes of series: choice and exclusion. */
export const SERIES_CODES: ReasonCodes = {
  SERIES_COLOUR: skipped('it has colour images', NO_REMEDY),
  SERIES_COMPUTED: skipped(
    'it was computed from other images: a map, projection, subtraction or signal component',
    NO_REMEDY,
  ),
  SERIES_DIFFUSION: skipped('it is diffusion-weighted', NO_REMEDY),
  SERIES_ECHO_PLANAR: skipped('it is echo-planar', NO_REMEDY),
  SERIES_ELSEWHERE: skipped('an axial series does not overlap the graded sagittal series', NO_REMEDY),
  SERIES_FAT_ONLY: skipped('it is the fat image of a Dixon sequence', NO_REMEDY),
  SERIES_KIND_UNGRADED: skipped(
    'its plane or contrast is not graded, e.g. coronal, proton density or gradient echo',
    NO_REMEDY,
  ),
  SERIES_LOCALIZER: skipped('it is a localizer', NO_REMEDY),
  SERIES_NOT_MR: skipped('it has another modality, or is a screen capture', NO_REMEDY),
  SERIES_PLANE_UNKNOWN: skipped(
    'ImageOrientationPatient is missing or oblique between two planes',
    'export the series with its full header',
  ),
  SERIES_REPEATED: skipped('a better series shows the same images or planes', 'none needed'),
  SERIES_WEIGHTING_UNKNOWN: skipped(
    'neither times nor names distinguish T1 from T2',
    'list the series in a descriptions file',
  ),
  SERIES_GEOMETRY_MISSING: skipped(
    'its headers lack the positions of its slices in the patient',
    'export the series with its full header',
  ),
  SERIES_WITHOUT_SLICES: skipped('a folder contains no DICOM image', 'restore its files, or remove the folder'),
  SERIES_LINK: skipped('a symbolic link inside a study is not followed', 'copy its target into the study'),
  SERIES_TOO_DEEP: skipped('folders are more than eight levels below the study', 'move them up'),
  SERIES_FRAME_OF_REFERENCE: check(
    'axial and sagittal series differ in FrameOfReferenceUID, as after the patient moved; nothing is projected between them',
    'expect no grades of the recesses; acquire the series again in one position',
  ),
  SERIES_DESCRIPTION_CONTRADICTED: check(
    'description and sequence times indicate different contrasts; times took precedence',
    'check the series, or list it in a descriptions file',
  ),
  SERIES_REGION: check(
    'the header states another region than the lumbar spine, or no axial slice crosses the sagittal series',
    'check that it is the lumbar spine',
  ),
  SERIES_UNUSUAL: check(
    'a graded series looks unusual: T1 after a contrast agent, opposed-phase, reformatted, single-shot or in thin slices',
    'treat the grades that rest on it with caution',
  ),
  SERIES_OF_TWO_DAYS: check(
    'series of one study were acquired more than a day apart',
    'check whether one belongs to an earlier examination; none needed if de-identification shifted dates series by series',
  ),
  SERIES_TIE: check(
    'several series rank equally; the higher series number was used',
    'check both, or list one in a descriptions file',
  ),
  SERIES_MERGED: corrected('series of one slice each with otherwise equal attributes were merged', 'none needed'),
  SERIES_SPLIT: skipped(
    'slices of another plane, echo, contrast or position in one series',
    'none needed; export them as a separate series to use them',
  ),
  SERIES_LISTED_TWICE: corrected(
    'the descriptions list a series more than once; it is used once',
    'remove the other rows',
  ),
  SERIES_NOT_FOUND: refused(
    'the descriptions list a series that the study does not have, by folder or SeriesInstanceUID',
    'correct series_id; `inspect --json` lists the series',
  ),
  SERIES_FOLDER_MIXED: refused(
    'the descriptions list a folder as one series, but it contains several',
    'list each by its SeriesInstanceUID',
  ),
  SERIES_OUTRANKED: skipped(
    'another series of its kind ranks higher; a warning where an axial series that shows other places is so much worse (e.g. reformatted or opposed-phase) that it is not graded as well',
    'check the ranking; to correct it, list the series in a descriptions file',
  ),
  SERIES_NOT_LISTED: skipped('the descriptions do not list it (reported by `inspect` only)', 'to grade it, add a row'),
  SERIES_NOT_FIRST: skipped(
    'the descriptions list another sagittal series of its kind first (reported by `inspect` only)',
    'to grade it, change the order of the rows',
  ),
  SERIES_OF_TWO_KINDS: noRun('the descriptions list a series with two kinds', 'remove one of the rows'),
  SERIES_EMPTY: refused('the folder of a described series has no slice', 'restore its files, or remove its row'),
  SERIES_FOLDER_UNREADABLE: refused(
    'cannot list the folder of a described series',
    'check that it exists and is readable, or remove its row',
  ),
  SERIES_SUBSTITUTED: check(
    'a sagittal kind is missing; the other one substitutes for it',
    'treat the grades that rest on it with caution',
  ),
  SERIES_MISSING: check(
    'a kind of series is missing; the sites that need it are not seen',
    'expect no grades of these sites',
  ),
};
