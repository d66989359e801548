import type { LocationConfidence } from '../domain/confidence.ts';
import type { ReadonlyPixels } from '../domain/image.ts';
import type { LocationProbabilities, SmallHeatmap } from '../domain/results.ts';
import type { Site } from '../domain/site.ts';
import type { SliceGeometry, Vec3 } from '../domain/study.ts';
import type { Turned } from '../domain/turn.ts';
import type { Level, SeriesKind } from '../domain/vocabulary.ts';
import type { WarningCause } from '../domain/warning-cause.ts';

/** The three looks at a study, each for a family of conditions. */
export const FAMILIES = ['spinal', 'foraminal', 'subarticular'] as const;
export type Family = (typeof FAMILIES)[number];

/** The kind of series that a family is looked at on. */
export const KIND_OF_FAMILY: Readonly<Record<Family, SeriesKind>> = {
  spinal: 'Sagittal T2/STIR',
  foraminal: 'Sagittal T1',
  subarticular: 'Axial T2',
};

/** A slice as it is stored, with its place in the patient where the file tells it. */
export interface ReportSlice {
  readonly instanceNumber: number;
  readonly rows: number;
  readonly columns: number;
  readonly pixels: ReadonlyPixels;
  readonly geometry: SliceGeometry | undefined;
  /** Small values are bright (MONOCHROME1). */
  readonly inverted: boolean;
  /** How the picture was turned from the way it is stored; absent where it was not looked at. */
  readonly turned?: Turned | undefined;
}

/** A slice of another series, whose plane is drawn as a line. */
export interface CrossingSlice {
  readonly instanceNumber: number;
  readonly geometry: SliceGeometry;
  /** The levels that this slice was chosen for. */
  readonly levels: readonly Level[];
}

export interface ReportPoint {
  readonly site: Site;
  readonly xNorm: number;
  readonly yNorm: number;
}

/** One stack of slices with what was found on it: the sagittal T2 stack, a side of the T1 stack, a level of the axial series. */
export interface ReportView {
  readonly family: Family;
  readonly site: Site;
  /** What the series is called on the page, and its own kind, which may be one that stands in; absent where there is none. */
  readonly series: { readonly label: string; readonly kind: SeriesKind } | undefined;
  readonly slices: readonly ReportSlice[];
  /** Index of the slice that is shown first and printed. */
  readonly keySlice: number;
  readonly points: readonly ReportPoint[];
  readonly heatmaps: readonly SmallHeatmap[];
  readonly crossings: readonly CrossingSlice[];
}

/** Severities of a location: probabilities, the label where the truth is known, and how sure the grade is where that was assessed. */
export interface ReportGrade extends LocationProbabilities {
  readonly truth: number | undefined;
  readonly confidence?: Pick<LocationConfidence, 'probabilityRight' | 'calibrated' | 'refer' | 'reasons'> | undefined;
}

export interface ReportSeries {
  readonly label: string;
  readonly kind: SeriesKind;
  /** Undefined where the study failed before they were listed. */
  readonly files: number | undefined;
  /** What it was used for, and which instances of it. */
  readonly uses: readonly { readonly family: Family; readonly instanceNumbers: readonly number[] }[];
  /** Of its first slice that was read. */
  readonly geometry: SliceGeometry | undefined;
  readonly spacingBetweenSlicesMm: number | undefined;
}

/** Where a keypoint came from, and where in the patient it lies. */
export interface ReportKeypoint {
  readonly family: Family;
  readonly site: Site;
  readonly seriesLabel: string;
  readonly instanceNumber: number | undefined;
  readonly xNorm: number;
  readonly yNorm: number;
  readonly patientMm: Vec3 | undefined;
}

/** What made the page. */
export interface ReportRun {
  readonly spinestream: string;
  readonly pipeline: string;
  readonly models: readonly {
    readonly name: string;
    readonly folds: readonly { readonly fold: number; readonly sha256: string }[];
  }[];
}

/** Why there is no result. */
export interface ReportFailure {
  readonly code: string;
  readonly reason: string;
  /** Series, file and operator, as far as they are known and may be shown. */
  readonly where: string;
}

/** Everything that the page of a study shows. No name, birth date or number of a patient has a place in it. */
export interface ReportStudy {
  readonly label: string;
  readonly views: readonly ReportView[];
  readonly grades: readonly ReportGrade[];
  readonly warnings: readonly (Omit<WarningCause, 'seriesId'> & { readonly seriesLabel: string | undefined })[];
  readonly series: readonly ReportSeries[];
  readonly keypoints: readonly ReportKeypoint[];
  readonly failure: ReportFailure | undefined;
  readonly run: ReportRun;
}

export interface PageOptions {
  /** Side of the squares about the keypoints; none are drawn where undefined. */
  readonly boxMm: number | undefined;
}
