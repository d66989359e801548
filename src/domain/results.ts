import type { Basis } from './basis.ts';
import type { Reversal } from './mirror.ts';
import type { Site } from './site.ts';
import type { SliceFile } from './study.ts';
import type { Condition, Level, SeriesKind } from './vocabulary.ts';

/** A series whose slices were listed and whose direction is known. */
export interface Series {
  readonly id: string;
  readonly kind: SeriesKind;
  /** In the order of the body, as below; under the original's rules by natural order of the file names. */
  readonly files: readonly SliceFile[];
  /** From the patient's right to left (sagittal) or from feet to head (axial). */
  readonly orderedFiles: readonly SliceFile[];
  /** Measured by positions; under the original's rules as the first file says, if it does. */
  readonly spacingBetweenSlicesMm: number | undefined;
  /** Positions of series with different ones cannot be compared. Undefined where it is unknown or was not read. */
  readonly frameOfReferenceUid?: string | undefined;
}

/** Something that names a series and perhaps an instance of it: a projection, a keypoint, a label. */
export interface Anchor {
  readonly site: Site;
  readonly seriesId: string | undefined;
  readonly instanceNumber: number | undefined;
  /** Code of the warning that says why it names nothing, where one was given: `AXIAL_TOO_FAR`. */
  readonly absent?: string | undefined;
}

/** A keypoint of a site; without a point where nothing was found or labelled. `x = xNorm * columns`, no half pixel. */
export interface Keypoint extends Anchor {
  readonly point: { readonly xNorm: number; readonly yNorm: number } | undefined;
  /** Height of the heatmap at the point. */
  readonly peak?: number | undefined;
  /** How far the heatmap spreads about the point, as a share of the image; see `SpreadPeak`. */
  readonly spread?: number | undefined;
  /** Lowest height that is trusted, as recorded with the network's weights. */
  readonly peakFloor?: number | undefined;
}

/** A small copy of the heatmap that a keypoint was found on, for people to look at. */
export interface SmallHeatmap {
  readonly site: Site;
  readonly rows: number;
  readonly columns: number;
  /** Row-major, [rows, columns]; 255 is `greatest`, 0 is zero or less. */
  readonly values: Uint8Array;
  /** What 255 stands for. */
  readonly greatest: number;
}

/** The files chosen for a site, in anatomical order; fewer than `count`, or none, where the series has no more. */
export interface Selection {
  readonly site: Site;
  readonly series: Series | undefined;
  /** The instance that the files were chosen about; undefined where they were chosen by position. */
  readonly instanceNumber: number | undefined;
  readonly files: readonly SliceFile[];
  readonly count: number;
  /** Index of the first wanted slice in the anatomical order, where it lies outside the stack and was clamped. */
  readonly unclamped?: number;
  /** Code of the warning that says why there are no files, where one was given: `SERIES_MISSING`. */
  readonly absent?: string | undefined;
}

/** A standardised stack of slices, [slices, rows, columns]; `blank` where there was nothing to see, and then all zero where there was nothing to read. */
export interface Stack {
  readonly site: Site;
  readonly shape: readonly [slices: number, rows: number, columns: number];
  readonly pixels: Float32Array;
  readonly blank: boolean;
  /** Code of the reason why it is blank. */
  readonly absent?: string | undefined;
  /** What the stack at the same site of the mirrored patient has in reverse, compared with the one of the other side here; absent where that is not known. */
  readonly inMirror?: Reversal | undefined;
}

/** A stage-1 network input and the files that it was made of. */
export interface InputStack extends Stack {
  readonly selection: Selection;
}

/** Logits of one location, one a severity. */
export interface LocationLogits {
  readonly condition: Condition;
  readonly level: Level;
  readonly logits: readonly number[];
  /** Those of each fold and view, where the logits are the mean of several. */
  readonly folds?: readonly (readonly number[])[] | undefined;
  /** What the grade rests on; absent where the operator that graded does not say. */
  readonly basis?: Basis | undefined;
}

/** Probabilities of one location, one a severity; they sum to 1. */
export interface LocationProbabilities {
  readonly condition: Condition;
  readonly level: Level;
  readonly probabilities: readonly number[];
  /** What the grade rests on; absent where the operator that graded does not say. */
  readonly basis?: Basis | undefined;
}

/** Why a grade is doubtful, although pixels were seen. */
export interface Doubt {
  readonly condition: Condition;
  readonly level: Level;
  /** Stable, upper snake case: `KEYPOINTS_IMPLAUSIBLE`. */
  readonly code: string;
}
