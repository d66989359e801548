import type { z } from 'zod';
import type { SpineError } from '../domain/spine-error.ts';
import type { StudyRef } from '../domain/study.ts';
import type { WarningCause } from '../domain/warning-cause.ts';
import type { ModelIdentity } from '../models/model-store.ts';
import { checkOutput } from './check-declaration.ts';
import type { SourceFiles } from './define-source.ts';
import type { EntryName } from './entries.ts';
import type { UngradableStudy } from './study-item.ts';
import type { StudyRecord } from './study-record.ts';
import type { StudyState } from './study-state.ts';

export type Cell = string | number | undefined;
/** A row of an output's table, in the order of its columns. */
export type Row = readonly Cell[];

/** A file below the output folder; `path` has forward slashes. Text is written as UTF-8. */
export interface OutputFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What the run is, for outputs that say so. Nothing in it changes when a run is resumed. */
export interface RunFacts {
  /** What results belong to; also the salt of names that are not to be guessed. */
  readonly fingerprint: string;
  readonly spinestream: string;
  readonly pipeline: string;
  /** SHA-256 of the pipeline's steps and their settings, without outputs and paths: equal wherever and on whatever studies it runs. */
  readonly stepsSha256: string;
  readonly models: readonly ModelIdentity[];
}

/** A study that went through the pipeline, or what stopped it; then there may be no more of it than its id. */
export type StudyOutcome =
  | { readonly study: StudyRef; readonly state: StudyState; readonly error?: undefined }
  | FailedOutcome;

export interface FailedOutcome {
  readonly study: Partial<StudyRef> & UngradableStudy;
  readonly error: SpineError;
  readonly state?: undefined;
  /** What was noticed before. */
  readonly warnings?: readonly WarningCause[];
}

/** What an output makes of a study: rows of its table, and files, which are on disk before the study counts as done. */
export interface StudyOutput {
  readonly rows?: readonly Row[];
  readonly files?: readonly OutputFile[];
}

/** What an output may use from outside. */
export interface OutputEnv extends SourceFiles {
  /** Aborted when the run is cancelled: whatever waits gives up then. */
  readonly signal: AbortSignal;
  /** For trouble that the output waits out, such as a server that is away. */
  readonly onTrouble?: ((error: SpineError) => void) | undefined;
}

/** An output that was opened for a run. */
export interface OpenOutput {
  /** @param made  files that the outputs before it in the pipeline file made of the same study */
  readonly ofStudy: (outcome: StudyOutcome, made: readonly OutputFile[]) => StudyOutput | Promise<StudyOutput>;
  /** Files about all studies, made of their records; asked for at the end, and now and then before it. */
  readonly ofRun?: (records: AsyncIterable<StudyRecord>) => Promise<readonly OutputFile[]>;
}

/** A small graded study that shows what an output makes of it. Everything is made anew at every call and needs no file, network or weights. */
export interface OutputExample<S extends z.ZodType = z.ZodType> {
  /** As a pipeline file would write them. */
  readonly options: z.input<S>;
  /** A study with every entry that the output reads. */
  readonly study: () => StudyState;
  /** What the output reads besides; anything else refuses. */
  readonly env?: () => Partial<SourceFiles>;
  /** Files that outputs before it made of the study. */
  readonly made?: () => readonly OutputFile[];
}

interface OutputHead<S extends z.ZodType> {
  /** Kebab-case; the table is `<name>.csv`. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly description?: string;
  readonly options: S;
  /** Required by the conformance kit, which runs it. */
  readonly example?: OutputExample<S>;
  readonly reads: (options: z.output<S>) => readonly EntryName[];
  /** Outputs that are always written beside it. */
  readonly companions?: (options: z.output<S>) => readonly BoundOutput[];
}

/** A table that a run writes: what it reads of a study, and the rows that follow. Said once, like an operator. */
export interface TableSpec<S extends z.ZodType> extends OutputHead<S> {
  readonly columns: readonly string[];
  readonly rows: (options: z.output<S>) => (state: StudyState) => readonly Row[];
}

/** Files, and a table beside them where it has columns. Files of an earlier run are in its `folder`, which starting over removes. */
export interface FilesSpec<S extends z.ZodType> extends OutputHead<S> {
  readonly columns?: readonly string[];
  /** Below the output folder; all files of the output lie there. An output without one writes none. */
  readonly folder?: string;
  /** Called once a run, before its first study. */
  readonly open: (options: z.output<S>, run: RunFacts, env: OutputEnv) => OpenOutput | Promise<OpenOutput>;
}

/** Everything about an output, declared once: a table, or files with or without one. */
export type OutputSpec<S extends z.ZodType> = TableSpec<S> | FilesSpec<S>;

export interface BoundOutput {
  readonly name: string;
  /** Undefined: it has no table. */
  readonly columns: readonly string[] | undefined;
  readonly folder: string | undefined;
  readonly reads: readonly EntryName[];
  readonly companions?: readonly BoundOutput[];
  readonly open: (run: RunFacts, env: OutputEnv) => OpenOutput | Promise<OpenOutput>;
}

/** An output as registries and listings see it, whatever its options. */
export interface OutputInfo {
  readonly kind: 'output';
  readonly name: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly columns: readonly string[] | undefined;
  readonly options: z.ZodType;
  readonly example: OutputExample | undefined;
  /** @throws zod's error, when the options do not fit the schema */
  readonly bind: (options: unknown) => BoundOutput;
}

/** A study that failed has no rows. */
const tableOf = (rows: (state: StudyState) => readonly Row[]): OpenOutput => ({
  ofStudy: ({ state }) => ({ rows: state === undefined ? [] : rows(state) }),
});

/**
 * Declares an output of a run: a table, or files with or without one.
 * @throws PLUGIN_MISDECLARED where the declaration lacks something
 *
 * @example
 * import { adding, defineOutput, entryOf, z } from 'spinestream/operators';
 * import { brokenLaws, exampleProbabilities, exampleState } from 'spinestream/testing';
 *
 * const severe = defineOutput({
 *   name: 'severe-count',
 *   summary: 'How many locations of a study are severe.',
 *   columns: ['study_id', 'severe'],
 *   options: z.strictObject({}),
 *   example: { options: {}, study: () => exampleState(adding('probabilities.final', exampleProbabilities())) },
 *   reads: () => ['probabilities.final'],
 *   rows: () => (state) => {
 *     const grades = entryOf(state, 'probabilities.final');
 *     return [[state.study.id, grades.filter(({ probabilities: [, , severe = 0] }) => severe > 0.5).length]];
 *   },
 * });
 * await brokenLaws(severe); // []
 */
export const defineOutput = <S extends z.ZodType>(spec: OutputSpec<S>): OutputInfo => {
  checkOutput(spec);
  return {
    kind: 'output',
    name: spec.name,
    summary: spec.summary,
    description: spec.description,
    columns: spec.columns,
    options: spec.options,
    example: spec.example,
    bind: (given) => {
      const options = spec.options.parse(given);
      const isTable = 'rows' in spec;
      return {
        name: spec.name,
        columns: spec.columns,
        folder: isTable ? undefined : spec.folder,
        reads: spec.reads(options),
        companions: spec.companions?.(options) ?? [],
        open: (run, env) => (isTable ? tableOf(spec.rows(options)) : spec.open(options, run, env)),
      };
    },
  };
};
