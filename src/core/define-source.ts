import type { z } from 'zod';
import type { ReadBytes } from '../dicom/index.ts';
import type { SpineError } from '../domain/spine-error.ts';
import type { StudyRef, Warning } from '../domain/study.ts';
import { checkSource } from './check-declaration.ts';
import type { StudyItem } from './study-item.ts';

/** Reads what a source's references name: the `path` of a slice, the `folder` of a series. Only the source knows what these texts mean. */
export interface SourceFiles {
  readonly readBytes: ReadBytes;
  /** Names of the files of a series, in any order; asked for where its reference lists no slices. */
  readonly listFiles: (folder: string) => Promise<readonly string[]>;
}

/** What a study consists of, without reading its pixels. */
export interface StudyInput {
  /** Size of the encoded images; a memory budget starts from it. */
  readonly bytes: number;
  /** Changes when an image is added, removed or replaced; a resumed run compares it. */
  readonly digest: string;
}

/** What the results of a run belong to. */
export interface SourceWhole {
  readonly fingerprint: string;
  /** Hashes of what the fingerprint is made of. */
  readonly origin: Readonly<Record<string, string>>;
  /** A part of the origin that differs, in words. */
  readonly wordOf: (part: string) => string;
}

/** A source that was opened for a run. */
export interface OpenSource {
  /**
   * References to studies, never pixels. The run asks for the next study only when one has left its concurrency window,
   * so a generator that reads nothing ahead keeps memory bounded.
   */
  readonly studies: AsyncIterable<StudyItem>;
  /** How many studies there are for this run; undefined where the source is open-ended. */
  readonly count: number | undefined;
  /** Where they come from, for people: a folder or an address, never a credential. */
  readonly location: string;
  readonly files: SourceFiles;
  readonly inputOf: (study: Partial<StudyRef>) => Promise<StudyInput>;
  /**
   * What results follow from besides the studies' own files, by name: `descriptions`, `studies`. A resumed run refuses a change.
   * It never changes during a run, however long an open-ended source lasts.
   */
  readonly origin: Readonly<Record<string, unknown>>;
  /** The table that describes the kinds of series; undefined where headers tell them, absent where the source knows them itself. */
  readonly descriptions?: string | undefined;
  /** The queue that hands out the studies, also to other runs: `merge` puts their results together. */
  readonly queue?: string | undefined;
  /** The source takes a run that is silent for longer for dead, and hands its studies to others. */
  readonly aliveWithinMs?: number | undefined;
  /**
   * Called with what the results belong to, before the run asks for the first study.
   * @throws where that is not what the source's studies are to be graded with
   */
  readonly begin?: ((whole: SourceWhole) => void) | undefined;
  /** Described studies that are not there. */
  readonly absent?: number;
  /** Warnings about the source as a whole. */
  readonly notes?: readonly Warning[];
  /** Called once, when the run has ended in whatever way. */
  readonly close?: () => Promise<void>;
}

/** What a run gives a source. */
export interface SourceEnv {
  /** Aborted when the run begins no further study: an open-ended source ends then. */
  readonly stop: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /**
   * Whether this run is to grade a study, where it shares the studies with other runs; undefined: all of them. A source reads nothing of
   * the others and does not count them, but `origin` is that of the whole. Of several studies in a folder it is asked for the folder's name.
   */
  readonly wants?: ((studyId: string) => boolean) | undefined;
  /** The folder of results; it may lie among the studies. Undefined where nothing is written. */
  readonly out?: string | undefined;
  /** How long finding and indexing one study may take; undefined: for ever. */
  readonly readTimeoutMs?: number | undefined;
  /** For trouble that the source waits out, such as a server that is away. */
  readonly onTrouble?: ((error: SpineError) => void) | undefined;
}

/** A few studies that show what a source opens. Everything is made anew at every call and needs no network. */
export interface SourceExample<S extends z.ZodType = z.ZodType> {
  /** As a pipeline file would write them; "${folder}" is the folder that `fill` fills. */
  readonly options: z.input<S>;
  /**
   * Puts two studies or more into an empty folder: files, or whatever the source reads there.
   * Absent where no folder can stand for where studies are, such as a server; the laws are tried with a copy of the declaration that has it then.
   */
  readonly fill?: (folder: string) => Promise<void>;
  /** Starts what else the source needs, such as a server of that folder; `variables` are further "${names}" in the options. */
  readonly serve?: (folder: string) => Promise<ExampleService>;
}

/** What the example of a source started, such as a server. */
export interface ExampleService {
  readonly variables?: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Everything about a source, declared once: the schema of pipeline files, `spinestream sources` and the docs are derived from it. */
export interface SourceSpec<S extends z.ZodType> {
  /** Kebab-case, as pipeline files write it. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly description?: string;
  readonly options: S;
  /** Required by the conformance kit, which runs it. */
  readonly example?: SourceExample<S>;
  /** @throws what concerns the source as a whole; a study that cannot be graded is an item with an error */
  readonly open: (options: z.output<S>, env: SourceEnv) => Promise<OpenSource>;
}

/** A source with its options checked. */
export interface BoundSource {
  readonly name: string;
  readonly open: (env: SourceEnv) => Promise<OpenSource>;
}

/** A source as registries and listings see it, whatever its options. */
export interface SourceInfo {
  readonly kind: 'source';
  readonly name: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly options: z.ZodType;
  readonly example: SourceExample | undefined;
  /** @throws zod's error, when the options do not fit the schema */
  readonly bind: (options: unknown) => BoundSource;
}

/**
 * Declares a source of studies: it hands out references, never pixels, one when the run asks for it.
 * @throws PLUGIN_MISDECLARED where the declaration lacks something
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
  return {
    kind: 'source',
    name: spec.name,
    summary: spec.summary,
    description: spec.description,
    options: spec.options,
    example: spec.example,
    bind: (given) => {
      const options = spec.options.parse(given);
      return { name: spec.name, open: (env) => spec.open(options, env) };
    },
  };
};
