import type { Basis } from './basis.ts';
import type { Reversal } from './mirror.ts';
import type { Site } from './site.ts';
import type { SliceFile } from './study.ts';
import type { GradedLocation, SeriesKind } from './vocabulary.ts';

/** A series with listed slices and a known direction. */
export interface Series {
  readonly id: string;
  readonly kind: SeriesKind;
  /** Slices in anatomical order, as below; in natural order of file names under the original's rules. */
  readonly files: readonly SliceFile[];
  /** From the patient's right to left (sagittal) or from feet to head (axial). */
  readonly orderedFiles: readonly SliceFile[];
  /** Measured from positions; under the original's rules as the first file states, if it does. */
  readonly spacingBetweenSlicesMm: number | undefined;
  /** Frame of reference; positions are only comparable within one. Undefined if unknown or not read. */
  readonly frameOfReferenceUid?: string | undefined;
}

/** An instance reference of a projection, keypoint or label: a series and perhaps an instance. */
export interface Anchor {
  readonly site: Site;
  readonly seriesId: string | undefined;
  readonly instanceNumber: number | undefined;
  /** Code of the warning about a missing reference, if any: `AXIAL_TOO_FAR`. */
  readonly absent?: string | undefined;
}

/** A keypoint of a site, without a point if none was found or labelled. `x = xNorm * columns`, without a half-pixel offset. */
export interface Keypoint extends Anchor {
  readonly point: { readonly xNorm: number; readonly yNorm: number } | undefined;
  /** Height of the heatmap at the point. */
  readonly peak?: number | undefined;
  /** Spread of the heatmap about the point, as a share of the image; see `SpreadPeak`. */
  readonly spread?: number | undefined;
  /** Lowest trusted height, as recorded with the network's weights. */
  readonly peakFloor?: number | undefined;
}

/** A small copy of a keypoint's heatmap, for display. */
export interface SmallHeatmap {
  readonly site: Site;
  readonly rows: number;
  readonly columns: number;
  /** Row-major, [rows, columns]; 255 is `greatest`, 0 is zero or less. */
  readonly values: Uint8Array;
  /** Value that 255 stands for. */
  readonly greatest: number;
}

/** Files chosen for a site, in anatomical order; fewer than `count`, or none, if the series has no more. */
export interface Selection {
  readonly site: Site;
  readonly series: Series | undefined;
  /** The instance that the files were chosen around; undefined if chosen by position. */
  readonly instanceNumber: number | undefined;
  readonly files: readonly SliceFile[];
  readonly count: number;
  /** Unclamped index of the first slice in the anatomical order, if it lies outside the stack. */
  readonly unclamped?: number;
  /** Code of the warning about missing files, if any: `SERIES_MISSING`. */
  readonly absent?: string | undefined;
}

/** A standardised stack of slices, [slices, rows, columns]; `blank` if it shows nothing, and then all zero if there was nothing to read. */
export interface Stack {
  readonly site: Site;
  readonly shape: readonly [slices: number, rows: number, columns: number];
  readonly pixels: Float32Array;
  readonly blank: boolean;
  /** Code of the reason why it is blank. */
  readonly absent?: string | undefined;
  /** Axis reversed in the stack of the same site in the mirrored patient, compared with that of the other side here; absent if unknown. */
  readonly inMirror?: Reversal | undefined;
}

/** A stage-1 network input and its source files. */
export interface InputStack extends Stack {
  readonly selection: Selection;
}

/** Logits of one location, one per severity. */
export interface LocationLogits extends GradedLocation {
  readonly logits: readonly number[];
  /** Logits of each fold and view, if the logits are a mean of several. */
  readonly folds?: readonly (readonly number[])[] | undefined;
  /** Basis of the grade; absent if the operator that graded does not report it. */
  readonly basis?: Basis | undefined;
}

/** Probabilities of one location, one per severity; they sum to 1. */
export interface LocationProbabilities extends GradedLocation {
  readonly probabilities: readonly number[];
  /** Basis of the grade; absent if the operator that graded does not report it. */
  readonly basis?: Basis | undefined;
}

/** A reason to doubt a grade although pixels were seen. */
export interface Doubt extends GradedLocation {
  /** Stable, upper snake case: `KEYPOINTS_IMPLAUSIBLE`. */
  readonly code: string;
}
