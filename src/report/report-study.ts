import type { LocationConfidence } from '../domain/confidence.ts';
import type { Family } from '../domain/families.ts';
import type { ReadonlyPixels } from '../domain/image.ts';
import type { LocationProbabilities, SmallHeatmap } from '../domain/results.ts';
import type { Site } from '../domain/site.ts';
import type { SliceGeometry, Vec3 } from '../domain/study.ts';
import type { Turned } from '../domain/turn.ts';
import type { Level, SeriesKind } from '../domain/vocabulary.ts';
import type { WarningCause } from '../domain/warning-cause.ts';

/** A slice as stored, with its position in the patient if known. */
export interface ReportSlice {
  readonly instanceNumber: number;
  readonly rows: number;
  readonly columns: number;
  readonly pixels: ReadonlyPixels;
  readonly geometry: SliceGeometry | undefined;
  /** Small values are bright (MONOCHROME1). */
  readonly inverted: boolean;
  /** Turn from the stored orientation; absent if it was not determined. */
  readonly turned?: Turned | undefined;
}

/** A slice of another series whose plane is drawn as a reference line. */
export interface CrossingSlice {
  readonly instanceNumber: number;
  readonly geometry: SliceGeometry;
  /** The levels for which this slice was chosen. */
  readonly levels: readonly Level[];
}

export interface ReportPoint {
  readonly site: Site;
  readonly xNorm: number;
  readonly yNorm: number;
}

/** One stack of slices with its results: the sagittal T2 stack, a side of the T1 stack, a level of the axial series. */
export interface ReportView {
  readonly family: Family;
  readonly site: Site;
  /** Name of the series on the page, and its own kind, which may be a substitute; absent without a series. */
  readonly series: { readonly label: string; readonly kind: SeriesKind } | undefined;
  readonly slices: readonly ReportSlice[];
  /** Index of the slice shown first and printed. */
  readonly keySlice: number;
  readonly points: readonly ReportPoint[];
  readonly heatmaps: readonly SmallHeatmap[];
  readonly crossings: readonly CrossingSlice[];
}

/** Grade of a location: probabilities, the label if the truth is known, and the confidence if assessed. */
export interface ReportGrade extends LocationProbabilities {
  readonly truth: number | undefined;
  readonly confidence?: Pick<LocationConfidence, 'probabilityRight' | 'calibrated' | 'refer' | 'reasons'> | undefined;
}

export interface ReportSeries {
  readonly label: string;
  readonly kind: SeriesKind;
  /** Undefined if the study failed before they were listed. */
  readonly files: number | undefined;
  /** Use of the series, and the instances used. */
  readonly uses: readonly { readonly family: Family; readonly instanceNumbers: readonly number[] }[];
  /** Of the first slice that was read. */
  readonly geometry: SliceGeometry | undefined;
  readonly spacingBetweenSlicesMm: number | undefined;
}

/** Origin of a keypoint, and its position in the patient. */
export interface ReportKeypoint {
  readonly family: Family;
  readonly site: Site;
  readonly seriesLabel: string;
  readonly instanceNumber: number | undefined;
  readonly xNorm: number;
  readonly yNorm: number;
  readonly patientMm: Vec3 | undefined;
}

/** What produced the page. */
export interface ReportRun {
  readonly spinestream: string;
  readonly pipeline: string;
  readonly models: readonly {
    readonly name: string;
    readonly folds: readonly { readonly fold: number; readonly sha256: string }[];
  }[];
}

/** Reason for a missing result. */
export interface ReportFailure {
  readonly code: string;
  readonly reason: string;
  /** Series, file and operator, as far as known and suitable for display. */
  readonly where: string;
}

/** Content of a study's page. It has no place for a patient's name, birth date or number. */
export interface ReportStudy {
  readonly label: string;
  readonly views: readonly ReportView[];
  readonly grades: readonly ReportGrade[];
  /** The grades as CSV, which the page offers as a download. */
  readonly gradesCsv?: string | undefined;
  readonly warnings: readonly (Omit<WarningCause, 'seriesId'> & { readonly seriesLabel: string | undefined })[];
  readonly series: readonly ReportSeries[];
  readonly keypoints: readonly ReportKeypoint[];
  readonly failure: ReportFailure | undefined;
  readonly run: ReportRun;
}

export interface PageOptions {
  /** Side of the squares about the keypoints; undefined: none are drawn. */
  readonly boxMm: number | undefined;
}
