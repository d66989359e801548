import type { Basis } from '../../domain/basis.ts';
import type { Condition, Level } from '../../domain/vocabulary.ts';
import type { ReportGrade, ReportRun } from '../report-study.ts';

/** The grade of a location in one of two runs. */
export interface SideGrade extends Pick<ReportGrade, 'probabilities' | 'confidence'> {
  readonly basis: Basis;
}

/** How far a keypoint lies from where the first run put it. */
export interface KeypointMove {
  /** Within the slice of the first run; undefined without the images' headers. */
  readonly mm: number | undefined;
  /** As a share of the picture's sides; undefined if the runs used different series. */
  readonly share: number | undefined;
  /** Instances of the two slices, if they differ. */
  readonly instances: readonly [first: number, second: number] | undefined;
  /** Whether the runs used different series. */
  readonly otherSeries: boolean;
}

/** What the second run says of how likely a grade is right, compared with the first. */
export interface ConfidenceChange {
  /** Change of the probability that the grade is right; undefined if it is none, or unless both runs have one. */
  readonly probability: number | undefined;
  /** The only run that refers the grade to a reader. */
  readonly referredIn: 'a' | 'b' | undefined;
}

/** What the second run says of a location, compared with the first. */
export type Verdict = 'same' | 'graver' | 'milder' | 'seen-in-a' | 'seen-in-b' | 'graded-in-a' | 'graded-in-b';

export interface ComparedLocation {
  readonly condition: Condition;
  readonly level: Level;
  readonly a: SideGrade | undefined;
  readonly b: SideGrade | undefined;
  readonly verdict: Verdict;
  /** Largest change of a probability; undefined unless both runs have one that rests on pixels. */
  readonly change: number | undefined;
  /** Undefined if the confidence is the same. */
  readonly confidence: ConfidenceChange | undefined;
  /** Undefined if a run has no keypoint of the location. */
  readonly move: KeypointMove | undefined;
}

/** How often each run warned with a code. */
export interface ComparedWarning {
  readonly code: string;
  readonly a: number;
  readonly b: number;
}

/** A study in two runs. It has no place for texts that could name a person. */
export interface ComparedStudy {
  readonly label: string;
  readonly locations: readonly ComparedLocation[];
  readonly warnings: readonly ComparedWarning[];
  /** Codes of the errors of a failed study. */
  readonly failures: { readonly a: string | undefined; readonly b: string | undefined };
}

/** The key pictures of a study in a run, by view. */
export type KeyPictures = ReadonlyMap<string, { readonly where: string; readonly markup: string }>;

/** One of the two runs. */
export interface ComparedRun extends ReportRun {
  readonly name: string;
}

export interface ComparedRuns {
  readonly a: ComparedRun;
  readonly b: ComparedRun;
  /** What their results were made with differently, in words: `another pipeline`. */
  readonly differences: readonly string[];
  /** Version that made the pages. */
  readonly spinestream: string;
}

const greatest = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : Math.max(...values);

/** Largest change of a probability of a study; undefined if no location was seen in both runs. */
export const largestChange = ({ locations }: Pick<ComparedStudy, 'locations'>): number | undefined =>
  greatest(locations.flatMap(({ change }) => change ?? []));

/** Largest change of a confidence of a study; undefined if none has another. */
export const largestConfidenceChange = ({ locations }: Pick<ComparedStudy, 'locations'>): number | undefined =>
  greatest(locations.flatMap(({ confidence }) => confidence?.probability ?? []).map(Math.abs));

/** Number of locations that only one of the runs refers to a reader. */
export const referralChanges = ({ locations }: Pick<ComparedStudy, 'locations'>): number =>
  locations.filter(({ confidence }) => confidence?.referredIn !== undefined).length;

/** Number of locations with another grade. */
export const gradeChanges = ({ locations }: Pick<ComparedStudy, 'locations'>): number =>
  locations.filter(({ verdict }) => verdict !== 'same').length;

/** Largest known distance of a keypoint. */
export const largestMoveMm = ({ locations }: Pick<ComparedStudy, 'locations'>): number | undefined =>
  greatest(locations.flatMap(({ move }) => move?.mm ?? []));
