import type { SpineError } from '../domain/spine-error.ts';
import type { StudyRef, Warning } from '../domain/study.ts';

/** A study to grade, or one of which is already known that it cannot be; with what was odd about it. */
export type SourceItem = (
  | { readonly study: StudyRef; readonly error?: undefined }
  | { readonly study: { readonly id: string }; readonly error: SpineError }
) & { readonly warnings?: readonly Warning[] };
