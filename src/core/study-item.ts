import type { SpineError } from '../domain/spine-error.ts';
import type { StudyRef, Warning } from '../domain/study.ts';
import type { StudyRecord } from './study-record.ts';

/** A study that cannot be graded. */
export interface UngradableStudy {
  readonly id: string;
  /** One of its images, if any: it identifies the study for outputs that report the failure to other systems. */
  readonly image?: { readonly name: string; readonly path: string } | undefined;
}

/** A study to grade, or one that has already failed, from a source. */
export type StudyItem = (
  | { readonly study: StudyRef; readonly error?: undefined }
  | { readonly study: UngradableStudy; readonly error: SpineError }
) & {
  /** Warnings about it. */
  readonly warnings?: readonly Warning[];
  /**
   * Called once when the run has finished with the study: `recorded`, with the record, after its result is on disk
   * (possibly from an earlier run); `cancelled` if it has no result. A queue then acknowledges or returns the study.
   */
  readonly done?: (end: 'recorded' | 'cancelled', record?: StudyRecord) => Promise<void>;
};
