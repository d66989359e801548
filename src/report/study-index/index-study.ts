import type { NOT_SEEN } from '../basis-text.ts';

/** The most probable severity; undefined if not graded. */
export type IndexGrade = number | typeof NOT_SEEN | undefined;

/** A study in the index. */
export interface IndexStudy {
  readonly label: string;
  /** URL of its page, relative to the index. */
  readonly page: string;
  /** Grades of the 25 locations, conditions outermost. */
  readonly grades: readonly IndexGrade[];
  /** Whether each may show another site, in the same order. */
  readonly doubtful: readonly boolean[];
  /** Greatest probability of the gravest severity. */
  readonly severe: number | undefined;
  /** Weighted log loss against the truth. */
  readonly loss: number | undefined;
  readonly warnings: number;
  /** Code of the error that stopped it. */
  readonly failure: string | undefined;
}
