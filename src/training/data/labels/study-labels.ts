import type { LocationLogits } from '../../../domain/results.ts';
import type { Condition, Level, Location } from '../../../domain/vocabulary.ts';
import type { Grade } from '../../losses/class-targets.ts';

/** Where a grade was labelled: a point on a slice, in pixels of its image or as fractions of its size. */
export interface LabelCoordinate {
  readonly condition: Condition;
  readonly level: Level;
  readonly seriesId: string;
  readonly instanceNumber: number | undefined;
  readonly point: PointLabel;
}

export type PointLabel =
  | { readonly xPx: number; readonly yPx: number }
  | { readonly xNorm: number; readonly yNorm: number };

/** Handling of a second coordinate of a location, or one outside its image or on a missing slice. */
export const ON_CONFLICT = ['error', 'first', 'drop'] as const;
export type OnConflict = (typeof ON_CONFLICT)[number];

export type NetworkLogits = Readonly<Record<string, readonly LocationLogits[]>>;

/** The labels of a study. */
export interface StudyLabels {
  /** By location; -100 if not graded. */
  readonly grades: Readonly<Record<Location, Grade>>;
  /** At most one per location. */
  readonly coordinates: readonly LabelCoordinate[];
  /** Predicted by networks, in addition to the labels; at most one per location. */
  readonly predicted?: readonly LabelCoordinate[];
  /** Logits of networks that have not seen the study, by the networks' names, for a level-2 network. */
  readonly logits?: NetworkLogits;
  /** Handling of coordinates that do not match their image. Default: error; otherwise they count as missing. */
  readonly onConflict?: OnConflict;
}

/** Labels of many studies, in the order of their file. */
export type Labels = ReadonlyMap<string, StudyLabels>;
