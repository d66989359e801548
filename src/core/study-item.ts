import type { SpineError } from '../domain/spine-error.ts';
import type { StudyRef, Warning } from '../domain/study.ts';
import type { StudyRecord } from './study-record.ts';

/** A study of which nothing can be graded. */
export interface UngradableStudy {
  readonly id: string;
  /** One of its images, where there is one: it says whose study it is, for outputs that report the failure to other systems. */
  readonly image?: { readonly name: string; readonly path: string } | undefined;
}

/** A study to grade, or one that is already known to fail, as a source hands it out. */
export type StudyItem = (
  | { readonly study: StudyRef; readonly error?: undefined }
  | { readonly study: UngradableStudy; readonly error: SpineError }
) & {
  /** Warnings about it. */
  readonly warnings?: readonly Warning[];
  /**
   * Called once when the run has finished with the study: `recorded` after its result is on disk (also where it was there before the run),
   * with what is recorded; `cancelled` where there is none. A queue acknowledges or returns the study then.
   */
  readonly done?: (end: 'recorded' | 'cancelled', record?: StudyRecord) => Promise<void>;
};
