import { join } from 'node:path';
import { catchError, concatMap, defer, from, last, map, type Observable, of, tap } from 'rxjs';
import { asSpineError } from '../domain/spine-error.ts';
import type { OperatorEnv } from '../operators/operator-env.ts';
import { type StudyState, stateOf } from '../operators/study-state.ts';
import { failureOf, type Journal, openJournal, type StudyRecord } from '../streams/journal.ts';
import { writeResults } from '../streams/result-files.ts';
import type { SourceItem } from '../streams/study-source.ts';
import { throughWindow } from '../streams/through-window.ts';
import { compile, type OnStep } from './compile.ts';
import type { BoundOutput } from './define-output.ts';
import type { Pipeline } from './pipeline.ts';

export interface RunOptions {
  readonly pipeline: Pipeline;
  readonly env: OperatorEnv;
  /** References to studies, never pixels; asked for the next one only when the window has room. */
  readonly source: AsyncIterable<SourceItem>;
  /** An existing folder. */
  readonly out: string;
  /** What results belong to; a journal with another one is refused. */
  readonly fingerprint: string;
  /** Studies in work at the same time. */
  readonly inFlight: number;
  /** Ends the run after the studies in flight. */
  readonly stop?: AbortSignal;
  readonly now: () => number;
  readonly onStep?: OnStep;
  readonly onStudy?: (progress: StudyProgress) => void;
}

/** Told of every study that left the window. */
export interface StudyProgress {
  readonly record: StudyRecord;
  readonly ms: number;
}

export interface RunCounts {
  /** Results in the output folder, earlier runs into it included. */
  readonly studies: number;
  readonly failed: number;
  readonly warnings: number;
  /** Studies that this run did not do because their results were there. */
  readonly resumed: number;
  readonly stopped: boolean;
}

interface Numbered {
  readonly item: SourceItem;
  readonly index: number;
}

/**
 * Streams studies through a pipeline into an output folder. A study that fails is a record with its error; the others go on.
 * Results are on the disk a study at a time (`journal.jsonl`); the tables are written from them at the end, in the order of the source.
 * @throws what concerns the whole run: files that cannot be written, a journal of another run
 */
export const runPipeline = async (options: RunOptions): Promise<RunCounts> => {
  const { pipeline, out, fingerprint, stop } = options;
  const journal = await openJournal(join(out, 'journal.jsonl'), fingerprint);
  try {
    const done = journal.studyIds();
    const source = pending(options.source, done, stop);
    await completed(throughWindow(source, options.inFlight, studyFlow(options, journal)));
    await writeResults(out, journal, pipeline.outputs);
    return { ...(await countsOf(journal)), resumed: done.size, stopped: stop?.aborted ?? false };
  } finally {
    await journal.close();
  }
};

const completed = (records: Observable<unknown>): Promise<void> =>
  new Promise((resolve, reject) => {
    records.subscribe({ error: reject, complete: resolve });
  });

async function* pending(
  source: AsyncIterable<SourceItem>,
  done: ReadonlySet<string>,
  stop: AbortSignal | undefined,
): AsyncGenerator<Numbered> {
  let index = 0;
  for await (const item of source) {
    if (stop?.aborted) return;
    if (!done.has(item.study.id)) yield { item, index };
    index++;
  }
}

const studyFlow = ({ pipeline, env, now, onStep, onStudy }: RunOptions, journal: Journal) => {
  const flow = compile(pipeline, env, { now, ...(onStep && { onStep }) });
  return ({ item, index }: Numbered): Observable<StudyRecord> =>
    defer(() => {
      const startMs = now();
      return recordOf(item, index, flow, pipeline.outputs).pipe(
        concatMap((record) => from(journal.append(record)).pipe(map(() => record))),
        tap((record) => onStudy?.({ record, ms: now() - startMs })),
      );
    });
};

const recordOf = (
  item: SourceItem,
  index: number,
  flow: (source: Observable<StudyState>) => Observable<StudyState>,
  outputs: readonly BoundOutput[],
): Observable<StudyRecord> => {
  const base = { index, studyId: item.study.id };
  const failed = (error: unknown): StudyRecord => ({
    ...base,
    tables: {},
    warnings: [],
    error: failureOf(asSpineError(error, { studyId: item.study.id })),
  });
  if (item.error !== undefined) return of(failed(item.error));
  return of(stateOf(item.study)).pipe(
    flow,
    last(),
    map((state) => ({ ...base, tables: tablesOf(state, outputs), warnings: state.warnings })),
    catchError((error) => of(failed(error))),
  );
};

const tablesOf = (state: StudyState, outputs: readonly BoundOutput[]): StudyRecord['tables'] =>
  Object.fromEntries(
    outputs.map(({ name, rows }) => [name, rows(state).map((row) => row.map((cell) => cell ?? null))]),
  );

const countsOf = async (journal: Journal): Promise<Omit<RunCounts, 'resumed' | 'stopped'>> => {
  let [studies, failed, warnings] = [0, 0, 0];
  for await (const record of journal.records()) {
    studies++;
    failed += Number(record.error !== undefined);
    warnings += record.warnings.length;
  }
  return { studies, failed, warnings };
};
