import type { IndexedSeries } from '../../domain/indexed.ts';
import type { Warning } from '../../domain/study.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import type { Weighting } from './contrast-names.ts';

/** Kind of a series and the attributes that determine it, or the reason why it has none. */
export type KindVerdict =
  | {
      readonly kind: SeriesKind;
      readonly weighting: Weighting;
      readonly by: string;
      /** The conflict, if times overruled a name. */
      readonly contradicted?: string | undefined;
    }
  | { readonly kind?: undefined; readonly code: string; readonly reason: string };

/** One contribution to a candidate's score. */
export interface Reason {
  /** Stable, upper snake case, e.g. `ORIGINAL`. */
  readonly code: string;
  /** Points added to the score; negative if they count against the series. */
  readonly points: number;
  /** Explanation in numbers and the product's own words, never free text of the file. */
  readonly text: string;
}

/** A series that could serve as its kind, with its score. */
export interface Candidate {
  readonly series: IndexedSeries;
  readonly kind: SeriesKind;
  /** Attributes that determine the kind. */
  readonly by: string;
  /** Sum of the points of `reasons`. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** A series that is not graded, and the reason. */
export interface RefusedSeries {
  readonly series: IndexedSeries;
  readonly code: string;
  readonly reason: string;
}

/** Choice of the series to grade. Independent of the order of the input's series and slices. */
export interface RankedStudy {
  /** All series of each kind, best first, chosen or not. */
  readonly candidates: Readonly<Record<SeriesKind, readonly Candidate[]>>;
  /**
   * The series to grade, in the order of `SERIES_KINDS`: the best of each sagittal kind, and every axial one in its frame of reference that covers
   * positions no better one covers, best first. The same objects as in `candidates`.
   */
  readonly chosen: readonly Candidate[];
  /** Excluded series: without a kind, elsewhere in the body, or repeats of a better one. */
  readonly refused: readonly RefusedSeries[];
  /** At most one per cause. */
  readonly warnings: readonly Warning[];
}
