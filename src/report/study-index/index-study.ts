import type { NOT_SEEN } from '../basis-text.ts';

/** The most probable severity; undefined where not graded. */
export type IndexGrade = number | typeof NOT_SEEN | undefined;

/** What the index knows of a study. */
export interface IndexStudy {
  readonly label: string;
  /** Its page, relative to the index. */
  readonly page: string;
  /** Of each of the 25 locations, conditions outermost. */
  readonly grades: readonly IndexGrade[];
  /** Whether each of them may show another place, in the same order. */
  readonly doubtful: readonly boolean[];
  /** Greatest probability of the gravest severity. */
  readonly severe: number | undefined;
  /** Weighted log loss against the truth. */
  readonly loss: number | undefined;
  readonly warnings: number;
  /** Code of what stopped it. */
  readonly failure: string | undefined;
}
