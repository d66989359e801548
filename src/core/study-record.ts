import type { BasisCounts } from '../domain/basis.ts';
import type { SpineError, Where } from '../domain/spine-error.ts';
import type { WarningCause } from '../domain/warning-cause.ts';

export type JournalCell = string | number | null;

/** Why a study failed, as data. */
export interface Failure {
  readonly code: string;
  readonly reason: string;
  readonly where: Where;
  /** Messages of the causes, outermost first. */
  readonly causes: readonly string[];
}

/** Everything that a run keeps of a study. */
export interface StudyRecord {
  readonly studyId: string;
  /** The study's files as they were (`studyFilesOf`); a resumed run notices a change. */
  readonly input: string;
  /** Rows of each output table. */
  readonly tables: Readonly<Record<string, readonly (readonly JournalCell[])[]>>;
  /** Paths of the files that outputs made of it, below the output folder; absent where there are none. */
  readonly files?: readonly string[] | undefined;
  /** One a cause. */
  readonly warnings: readonly WarningCause[];
  /** What its grades rest on; absent where none were written. */
  readonly grades?: BasisCounts | undefined;
  readonly error?: Failure | undefined;
}

export const failureOf = (error: SpineError): Failure => {
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < 8; cause = cause.cause)
    causes.push(cause.message);
  return { code: error.code, reason: error.reason, where: error.where, causes };
};
