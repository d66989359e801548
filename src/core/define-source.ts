import type { z } from 'zod';
import type { ReadBytes } from '../dicom/index.ts';
import type { SpineError } from '../domain/spine-error.ts';
import type { StudyRef, Warning } from '../domain/study.ts';
import { checkSource } from './check-declaration.ts';
import { checkedSource } from './checked-source.ts';
import { type DeclaredPlugin, declaredPlugin, type PluginSpec } from './plugin-declaration.ts';
import type { StudyItem } from './study-item.ts';

/**
 * Reads what a source's references point to: the `path` of a slice, the `folder` of a series. Only the source
 * interprets these strings.
 */
export interface SourceFiles {
  readonly readBytes: ReadBytes;
  /** File names of a series, in any order; called if its reference lists no slices. */
  readonly listFiles: (folder: string) => Promise<readonly string[]>;
}

/** The content of a study, without its pixels. */
export interface StudyInput {
  /** Size of the encoded images, the basis of a memory budget. */
  readonly bytes: number;
  /** Changes when an image is added, removed or replaced; a resumed run compares it. */
  readonly digest: string;
}

/** What results depend on. */
interface ResultOrigin {
  readonly fingerprint: string;
  /** Hashes of the fingerprint's parts. */
  readonly origin: Readonly<Record<string, string>>;
  /** Values of the pipeline's variables, if recorded. */
  readonly variables?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** What the results of a run depend on. */
export interface SourceWhole extends ResultOrigin {
  /** Describes in which parts and variables another origin differs from this one. */
  readonly differencesFrom: (there: ResultOrigin) => readonly string[];
}

/** A source that is open for a run. */
export interface OpenSource {
  /**
   * References to studies, never pixels. The run requests the next study only when one has left its concurrency window,
   * so a generator that does not read ahead keeps memory bounded.
   */
  readonly studies: AsyncIterable<StudyItem>;
  /** Number of studies for this run; undefined if the source is open-ended. */
  readonly count: number | undefined;
  /** Location of the studies for display: a folder or an address, never a credential. */
  readonly location: string;
  readonly files: SourceFiles;
  readonly inputOf: (study: Partial<StudyRef>) => Promise<StudyInput>;
  /**
   * Dependencies of the results besides the studies' own files, by name: `descriptions`, `studies`. A resumed run
   * refuses a change. Constant during a run, even of an open-ended source.
   */
  readonly origin: Readonly<Record<string, unknown>>;
  /**
   * The table that describes the kinds of series; undefined if headers tell them, absent if the source knows them
   * itself.
   */
  readonly descriptions?: string | undefined;
  /** The queue that hands out the studies, possibly to several runs; `merge` combines their results. */
  readonly queue?: string | undefined;
  /** Attempts after which the source fails a study (STUDY_POISON); the run counts as many instead of its own. */
  readonly attempts?: number | undefined;
  /** After this long without a sign of life, the source considers a run dead and gives its studies to others. */
  readonly aliveWithinMs?: number | undefined;
  /**
   * Called with the origin of the results, before the run requests the first study.
   * @throws if the source's studies belong to another origin
   */
  readonly begin?: ((whole: SourceWhole) => void) | undefined;
  /** Described studies that are missing. */
  readonly absent?: number;
  /** Warnings about the source as a whole. */
  readonly notes?: readonly Warning[];
  /** Called once, when the run has ended for any reason. */
  readonly close?: () => Promise<void>;
}

/** Environment of a source. */
export interface SourceEnv {
  /** Aborts when the run begins no further study; an open-ended source then ends. */
  readonly stop: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /**
   * Whether this run grades a study, if it shares the studies with other runs; undefined: all. A source neither reads
   * nor counts the others, but `origin` covers all of them. For several studies in a folder, it receives the folder's
   * name.
   */
  readonly wants?: ((studyId: string) => boolean) | undefined;
  /** The results folder, which may be among the studies. Undefined if nothing is written. */
  readonly out?: string | undefined;
  /** Time limit for finding and indexing a study; undefined: none. */
  readonly readTimeoutMs?: number | undefined;
  /** Reports trouble that the source waits out, such as an unreachable server. */
  readonly onTrouble?: ((error: SpineError) => void) | undefined;
}

/** A few studies that demonstrate a source. Every call creates all data afresh and needs no network. */
export interface SourceExample<S extends z.ZodType = z.ZodType> {
  /** As in a pipeline file; "${folder}" is the folder that `fill` fills. */
  readonly options: z.input<S>;
  /**
   * Writes two or more studies into an empty folder, in the form that the source reads. Absent if the studies cannot be
   * in a folder, such as those on a server; the laws are then checked with a copy of the declaration that has it.
   */
  readonly fill?: (folder: string) => Promise<void>;
  /**
   * Starts other dependencies of the source, such as a server for that folder; `variables` are further "${names}" in
   * the options.
   */
  readonly serve?: (folder: string) => Promise<ExampleService>;
}

/** A dependency that the example of a source started, such as a server. */
export interface ExampleService {
  readonly variables?: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Declaration of a source, the single source for the schema of pipeline files, `spinestream sources` and the docs. */
export interface SourceSpec<S extends z.ZodType> extends PluginSpec<S, SourceExample<S>> {
  /** @throws for errors of the source as a whole; a study that cannot be graded is an item with an error */
  readonly open: (options: z.output<S>, env: SourceEnv) => Promise<OpenSource>;
}

/** A source with validated options. */
export interface BoundSource {
  readonly name: string;
  readonly open: (env: SourceEnv) => Promise<OpenSource>;
}

/** A source as registries and listings see it, independent of its options. */
export type SourceInfo = DeclaredPlugin<'source', SourceExample, BoundSource>;

/**
 * Declares a source of studies: it hands out references, never pixels, one per request of the run.
 * @throws PLUGIN_MISDECLARED if the declaration is incomplete
 *
 * @example
 * import { openFolder } from 'spinestream';
 * import { defineSource, z } from 'spinestream/operators';
 * import { brokenLaws, writeExampleStudies } from 'spinestream/testing';
 *
 * const folder = defineSource({
 *   name: 'my-folder',
 *   summary: 'Studies of a folder.',
 *   options: z.strictObject({ path: z.string().describe('folder of studies') }),
 *   example: { options: { path: '${folder}' }, fill: writeExampleStudies },
 *   open: ({ path }, env) => openFolder({ path }, env),
 * });
 * await brokenLaws(folder); // []
 */
export const defineSource = <S extends z.ZodType>(spec: SourceSpec<S>): SourceInfo => {
  checkSource(spec);
  return declaredPlugin('source', spec, (options) => ({
    name: spec.name,
    open: async (env) => checkedSource(spec.name, await spec.open(options, env)),
  }));
};
