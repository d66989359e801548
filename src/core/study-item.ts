import type { SpineError } from '../domain/spine-error.ts';
import type { StudyRef, Warning } from '../domain/study.ts';

/** A study to grade, or one that is already known to fail, as a source hands it out. */
export type StudyItem = (
  | { readonly study: StudyRef; readonly error?: undefined }
  | { readonly study: { readonly id: string }; readonly error: SpineError }
) & {
  /** What is unusual about it. */
  readonly warnings?: readonly Warning[];
  /**
   * Called once when the run has finished with the study: `recorded` after its result is on disk (also where it was there before the run),
   * `cancelled` where there is none. A queue acknowledges or returns the study then.
   */
  readonly done?: (end: 'recorded' | 'cancelled') => Promise<void>;
};
