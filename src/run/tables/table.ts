import type { JournalCell } from '../../core/study-record.ts';

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Rows of a study. */
export type TableRows = readonly (readonly JournalCell[])[];
