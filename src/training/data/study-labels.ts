import type { Condition, Level, Location } from '../../domain/vocabulary.ts';

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

/** What is known of a study. */
export interface StudyLabels {
  /** 0, 1 or 2 by location; -100 where nobody graded. */
  readonly grades: Readonly<Record<Location, number>>;
  /** At most one a location. */
  readonly coordinates: readonly LabelCoordinate[];
}

/** Labels of many studies, in the order of their file. */
export type Labels = ReadonlyMap<string, StudyLabels>;
