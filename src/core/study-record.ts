import type { BasisCounts } from '../domain/basis.ts';
import type { SpineError, Where } from '../domain/spine-error.ts';
import { messageOf } from '../domain/text/message-of.ts';
import { thrownAt } from '../domain/text/thrown-at.ts';
import type { WarningCause } from '../domain/warning-cause.ts';

/** The journal in a folder of results. */
export const JOURNAL = 'journal.jsonl';

export type JournalCell = string | number | null;

export const numberIn = (cell: JournalCell | undefined): number | undefined =>
  typeof cell === 'number' ? cell : undefined;

/** The error of a failed study, as data. */
export interface Failure {
  readonly code: string;
  readonly reason: string;
  readonly where: Where;
  /** Messages of the causes, outermost first; that of an unintended error with its place in the code. */
  readonly causes: readonly string[];
}

/** The stored record of a study. */
export interface StudyRecord {
  readonly studyId: string;
  /** Digest of the study's files (`studyFilesOf`), with which a resumed run detects changes. */
  readonly input: string;
  /** Rows of each output table. */
  readonly tables: Readonly<Record<string, readonly (readonly JournalCell[])[]>>;
  /** Paths of the files that outputs made of it, below the output folder; absent if there are none. */
  readonly files?: readonly string[] | undefined;
  /** One per cause. */
  readonly warnings: readonly WarningCause[];
  /** What its grades are based on; absent if there are none. */
  readonly grades?: BasisCounts | undefined;
  readonly error?: Failure | undefined;
}

export const failureOf = (error: SpineError): Failure => {
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < 8; cause = cause.cause)
    causes.push(`${messageOf(cause)}${cause.cause instanceof Error ? '' : thrownAt(cause)}`);
  return { code: error.code, reason: error.reason, where: error.where, causes };
};
