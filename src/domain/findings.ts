import type { Place } from './place.ts';
import type { SliceFile } from './study.ts';
import type { Condition, Level, SeriesKind } from './vocabulary.ts';

/** A series whose files were listed and whose direction is known. */
export interface Series {
  readonly id: string;
  readonly kind: SeriesKind;
  /** By natural order of the file names. */
  readonly files: readonly SliceFile[];
  /** From the patient's right to left (sagittal) or from feet to head (axial). */
  readonly orderedFiles: readonly SliceFile[];
  /** Of the first file in natural order; undefined where the file does not say. */
  readonly spacingBetweenSlicesMm: number | undefined;
}

/** Something that names a series and perhaps an instance of it: a projection, a keypoint, a label. */
export interface Anchor {
  readonly place: Place;
  readonly seriesId: string | undefined;
  readonly instanceNumber: number | undefined;
}

/** A keypoint of a place; without a point where nothing was found or labelled. `x = xNorm * columns`, no half pixel. */
export interface Keypoint extends Anchor {
  readonly point: { readonly xNorm: number; readonly yNorm: number } | undefined;
}

/** A small copy of the heatmap that a keypoint was found on, for people to look at. */
export interface SmallHeatmap {
  readonly place: Place;
  readonly rows: number;
  readonly columns: number;
  /** Row-major, [rows, columns]; 255 is `greatest`, 0 is zero or less. */
  readonly values: Uint8Array;
  /** What 255 stands for. */
  readonly greatest: number;
}

/** The files chosen for a place, in anatomical order; fewer than `count`, or none, where the series has no more. */
export interface Selection {
  readonly place: Place;
  readonly series: Series | undefined;
  /** The instance that the files were chosen about; undefined where they were chosen by position. */
  readonly instanceNumber: number | undefined;
  readonly files: readonly SliceFile[];
  readonly count: number;
}

/** A standardised stack of slices, [slices, rows, columns]; all zero, and `blank`, where there was nothing to read. */
export interface Stack {
  readonly place: Place;
  readonly shape: readonly [slices: number, rows: number, columns: number];
  readonly pixels: Float32Array;
  readonly blank: boolean;
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
}

/** Probabilities of one location, one a severity; they sum to 1. */
export interface LocationProbabilities {
  readonly condition: Condition;
  readonly level: Level;
  readonly probabilities: readonly number[];
}
