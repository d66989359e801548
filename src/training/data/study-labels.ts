import type { Condition, Level, Location } from '../../domain/vocabulary.ts';
import type { Grade } from '../losses/class-targets.ts';

/** Where a grade was given: a point on a slice, in pixels of its image or as shares of its size. */
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

/** What to do about a second coordinate of a location, or one outside its image or on a slice that is not there. */
export const ON_CONFLICT = ['error', 'first', 'drop'] as const;
export type OnConflict = (typeof ON_CONFLICT)[number];

/** What is known of a study. */
export interface StudyLabels {
  /** By location; -100 where it is not graded. */
  readonly grades: Readonly<Record<Location, Grade>>;
  /** At most one a location. */
  readonly coordinates: readonly LabelCoordinate[];
  /** Where networks found them, beside where they were labelled; at most one a location. */
  readonly predicted?: readonly LabelCoordinate[];
  /** About coordinates that do not fit their image. Default: error; otherwise they count as missing. */
  readonly onConflict?: OnConflict;
}

/** Labels of many studies, in the order of their file. */
export type Labels = ReadonlyMap<string, StudyLabels>;
