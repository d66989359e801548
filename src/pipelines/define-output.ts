import type { z } from 'zod';
import type { EntryName } from '../operators/entries.ts';
import type { StudyState } from '../operators/study-state.ts';

export type Cell = string | number | undefined;

/** A table that a run writes: what it reads of a study, and the rows that follow. Said once, like an operator. */
export interface OutputSpec<S extends z.ZodType> {
  /** Kebab-case; the file is `<name>.csv`. */
  readonly name: string;
  readonly summary: string;
  readonly columns: readonly string[];
  readonly options: S;
  readonly reads: (options: z.output<S>) => readonly EntryName[];
  readonly rows: (options: z.output<S>) => (state: StudyState) => readonly (readonly Cell[])[];
}

export interface BoundOutput {
  readonly name: string;
  readonly columns: readonly string[];
  readonly reads: readonly EntryName[];
  readonly rows: (state: StudyState) => readonly (readonly Cell[])[];
}

export interface OutputInfo {
  readonly name: string;
  readonly summary: string;
  readonly columns: readonly string[];
  readonly options: z.ZodType;
  /** @throws zod's error, when the options do not fit the schema */
  readonly bind: (options: unknown) => BoundOutput;
}

export const defineOutput = <S extends z.ZodType>(spec: OutputSpec<S>): OutputInfo => ({
  name: spec.name,
  summary: spec.summary,
  columns: spec.columns,
  options: spec.options,
  bind: (given) => {
    const options = spec.options.parse(given);
    return { name: spec.name, columns: spec.columns, reads: spec.reads(options), rows: spec.rows(options) };
  },
});
