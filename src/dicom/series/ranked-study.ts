import type { IndexedSeries } from '../../domain/indexed.ts';
import type { Warning } from '../../domain/study.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import type { Weighting } from './contrast-names.ts';

/** The kind of a series and the attributes that tell it; without one, why not. */
export type KindVerdict =
  | {
      readonly kind: SeriesKind;
      readonly weighting: Weighting;
      readonly by: string;
      /** Where times decided against a name: what both say. */
      readonly contradicted?: string | undefined;
    }
  | { readonly kind?: undefined; readonly code: string; readonly reason: string };

/** One contribution to the score of a candidate. */
export interface Reason {
  /** Stable, upper snake case, e.g. `ORIGINAL`. */
  readonly code: string;
  /** Added to the score; negative where it speaks against the series. */
  readonly points: number;
  /** For people: numbers and the product's own words, never free text of the file. */
  readonly text: string;
}

/** A series that could serve as its kind, and how well. */
export interface Candidate {
  readonly series: IndexedSeries;
  readonly kind: SeriesKind;
  /** The attributes that tell the kind. */
  readonly by: string;
  /** Sum of the points of `reasons`. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** A series that is not graded, and why. */
export interface RefusedSeries {
  readonly series: IndexedSeries;
  readonly code: string;
  readonly reason: string;
}

/** Which series of a study are graded. Does not depend on the order of series and slices that it was made from. */
export interface RankedStudy {
  /** Every series of each kind, best first, whether chosen or not. */
  readonly candidates: Readonly<Record<SeriesKind, readonly Candidate[]>>;
  /**
   * The series to grade, in the order of `SERIES_KINDS`: the best one of each sagittal kind, and every axial one that shares the frame of
   * reference and shows places that no better one shows, best first. They are the same objects as in `candidates`.
   */
  readonly chosen: readonly Candidate[];
  /** Everything that must not be graded: no kind, or a candidate that lies elsewhere or repeats a better one. */
  readonly refused: readonly RefusedSeries[];
  /** At most one for each cause. */
  readonly warnings: readonly Warning[];
}
