import type { z } from 'zod';
import type { SpineError } from '../domain/spine-error.ts';
import type { StudyRef } from '../domain/study.ts';
import type { WarningCause } from '../domain/warning-cause.ts';
import type { ModelIdentity } from '../models/model-store.ts';
import { checkOutput } from './check-declaration.ts';
import { checkedOutput, checkedRows } from './checked-output.ts';
import type { SourceFiles } from './define-source.ts';
import type { EntryName } from './entries.ts';
import { type DeclaredPlugin, declaredPlugin, type PluginSpec } from './plugin-declaration.ts';
import type { UngradableStudy } from './study-item.ts';
import type { StudyRecord } from './study-record.ts';
import type { StudyState } from './study-state.ts';

export type Cell = string | number | undefined;
/** A row of an output's table, in column order. */
export type Row = readonly Cell[];

/** A file below the output folder; `path` has forward slashes. Text is written as UTF-8. */
export interface OutputFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** Facts about the run, for outputs that record them. They stay the same when a run is resumed. */
export interface RunFacts {
  /** Fingerprint of the results. */
  readonly fingerprint: string;
  /** Secret salt for hashed names: random, and kept in the journal. */
  readonly nameSalt: string;
  readonly spinestream: string;
  readonly pipeline: string;
  /**
   * SHA-256 of the pipeline's steps and their settings, without outputs and paths: independent of machine and studies.
   */
  readonly stepsSha256: string;
  readonly models: readonly ModelIdentity[];
}

/** A study that went through the pipeline, or its error; a failed study may have no more than an id. */
export type StudyOutcome =
  | { readonly study: StudyRef; readonly state: StudyState; readonly error?: undefined }
  | FailedOutcome;

export interface FailedOutcome {
  readonly study: Partial<StudyRef> & UngradableStudy;
  readonly error: SpineError;
  readonly state?: undefined;
  /** Warnings of earlier steps. */
  readonly warnings?: readonly WarningCause[];
}

/**
 * Results of an output for a study: rows of its table, and files, which are on disk before the study counts as done.
 */
export interface StudyOutput {
  readonly rows?: readonly Row[];
  readonly files?: readonly OutputFile[];
}

/** External facilities of an output. */
export interface OutputEnv extends SourceFiles {
  /** Aborts when the run is cancelled; all waiting must stop then. */
  readonly signal: AbortSignal;
  /**
   * Aborts when the run is to end after the studies in progress. An output that waits for something unavailable then
   * throws `stop.reason` instead: the study gets no result, and a resumed run grades it again.
   */
  readonly stop?: AbortSignal | undefined;
  /** Reports trouble that the output waits out, such as an unreachable server. */
  readonly onTrouble?: ((error: SpineError) => void) | undefined;
}

/** An output that is open for a run. */
export interface OpenOutput {
  /** @param made  files that earlier outputs of the pipeline made of the study */
  readonly ofStudy: (outcome: StudyOutcome, made: readonly OutputFile[]) => StudyOutput | Promise<StudyOutput>;
  /** Files about all studies, made from their records; requested at the end, and periodically before it. */
  readonly ofRun?: (records: AsyncIterable<StudyRecord>) => Promise<readonly OutputFile[]>;
}

/**
 * A small graded study that demonstrates an output. Every call creates all data afresh and needs no file, network or
 * weights.
 */
export interface OutputExample<S extends z.ZodType = z.ZodType> {
  /** As in a pipeline file. */
  readonly options: z.input<S>;
  /** A study with every entry that the output reads. */
  readonly study: () => StudyState;
  /** Other reads of the output; anything else is refused. */
  readonly env?: () => Partial<SourceFiles>;
  /** Files that earlier outputs made of the study. */
  readonly made?: () => readonly OutputFile[];
}

/** The table of an output is `<name>.csv`. */
interface OutputHead<S extends z.ZodType> extends PluginSpec<S, OutputExample<S>> {
  readonly reads: (options: z.output<S>) => readonly EntryName[];
  /** Outputs that are always written with it. */
  readonly companions?: (options: z.output<S>) => readonly BoundOutput[];
}

/** Declaration of a table that a run writes: what it reads of a study, and the resulting rows. */
export interface TableSpec<S extends z.ZodType> extends OutputHead<S> {
  readonly columns: readonly string[];
  readonly rows: (options: z.output<S>) => (state: StudyState) => readonly Row[];
}

/**
 * Declaration of files, with a table if it has columns. Starting over removes its `folder`, with the files of an
 * earlier run.
 */
export interface FilesSpec<S extends z.ZodType> extends OutputHead<S> {
  readonly columns?: readonly string[];
  /** Below the output folder; contains all files of the output. Without one, the output writes none. */
  readonly folder?: string;
  /** Called once per run, before its first study. */
  readonly open: (options: z.output<S>, run: RunFacts, env: OutputEnv) => OpenOutput | Promise<OpenOutput>;
}

/** Declaration of an output: a table, or files with or without one. */
export type OutputSpec<S extends z.ZodType> = TableSpec<S> | FilesSpec<S>;

export interface BoundOutput {
  readonly name: string;
  /** Undefined: no table. */
  readonly columns: readonly string[] | undefined;
  readonly folder: string | undefined;
  readonly reads: readonly EntryName[];
  readonly companions?: readonly BoundOutput[];
  readonly open: (run: RunFacts, env: OutputEnv) => OpenOutput | Promise<OpenOutput>;
}

/** An output as registries and listings see it, independent of its options. */
export interface OutputInfo extends DeclaredPlugin<'output', OutputExample, BoundOutput> {
  readonly columns: readonly string[] | undefined;
}

/** A study that failed has no rows. */
const tableOf = (name: string, rows: (state: StudyState) => readonly Row[]): OpenOutput => ({
  ofStudy: ({ state }) => ({ rows: state === undefined ? [] : checkedRows(name, rows(state)) }),
});

/**
 * Declares an output of a run: a table, or files with or without one.
 * @throws PLUGIN_MISDECLARED if the declaration is incomplete
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
  const declared = declaredPlugin('output', spec, (options): BoundOutput => {
    const isTable = 'rows' in spec;
    return {
      name: spec.name,
      columns: spec.columns,
      folder: isTable ? undefined : spec.folder,
      reads: spec.reads(options),
      companions: spec.companions?.(options) ?? [],
      open: async (run, env) =>
        isTable ? tableOf(spec.name, spec.rows(options)) : checkedOutput(spec.name, await spec.open(options, run, env)),
    };
  });
  return { ...declared, columns: spec.columns };
};
