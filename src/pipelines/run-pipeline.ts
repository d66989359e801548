import { join } from 'node:path';
import { catchError, concatMap, defer, finalize, from, last, map, type Observable, of, retry, tap, timer } from 'rxjs';
import { asSpineError } from '../domain/spine-error.ts';
import type { OperatorEnv } from '../operators/operator-env.ts';
import { type StudyState, stateOf } from '../operators/study-state.ts';
import { type InWork, inWork } from '../streams/in-work.ts';
import { failureOf, type Journal, openJournal, type StudyRecord } from '../streams/journal.ts';
import { writeResults } from '../streams/result-files.ts';
import { studyFilesOf } from '../streams/study-files.ts';
import type { SourceItem } from '../streams/study-folder.ts';
import { throughWindow } from '../streams/through-window.ts';
import { compile, type OnStep } from './compile.ts';
import type { BoundOutput } from './define-output.ts';
import { inputChanged } from './errors.ts';
import type { Pipeline } from './pipeline.ts';
import type { StudyBudget } from './study-budget.ts';

export interface RunOptions {
  readonly pipeline: Pipeline;
  readonly env: OperatorEnv;
  /** References to studies, never pixels; asked for the next one only when the window has room. */
  readonly source: AsyncIterable<SourceItem>;
  /** An existing folder that this process holds. */
  readonly out: string;
  /** What results belong to; a journal with another one is refused. */
  readonly fingerprint: string;
  /** Studies in work at the same time. */
  readonly inFlight: number;
  /** Bytes that the studies in work may hold together; the window is smaller where they would hold more. */
  readonly budget?: StudyBudget | undefined;
  /** How often a study that failed is tried again. */
  readonly retries?: number;
  /** Ends the run after the studies in flight when so many have failed. */
  readonly maxFailures?: number;
  /** Do studies again that failed in an earlier run. */
  readonly retryFailed?: boolean;
  /** Do studies again whose files changed since their result; otherwise a change ends the run. */
  readonly redoChanged?: boolean;
  /** A step of a study that takes longer has failed. */
  readonly stepTimeoutMs?: number;
  /** Tables are written so often while the run goes on; at the end they always are. */
  readonly publishEveryMs?: number;
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
  /** Why the run ended before its source did. */
  readonly stopped: 'asked' | 'failures' | undefined;
}

interface Pending {
  readonly item: SourceItem;
  readonly input: string;
}

const RETRY_DELAY_MS = 500;

/**
 * Streams studies through a pipeline into an output folder. A study that fails is a record with its error; the others go on.
 * Results are on the disk a study at a time (`journal.jsonl`); the tables are written from them in natural order of the studies' ids,
 * whatever the order in which they came and were done.
 * @throws what concerns the whole run: files that cannot be written, a journal of another run
 */
export const runPipeline = async (options: RunOptions): Promise<RunCounts> => {
  const { pipeline, out, fingerprint } = options;
  const journal = await openJournal(join(out, 'journal.jsonl'), fingerprint);
  const marks = inWork(out);
  const halt = haltOf(options);
  try {
    const resumed = { count: 0 };
    const source = withoutResult(options, journal, halt.reached, resumed);
    await completed(throughWindow(source, options.inFlight, studyFlow(options, journal, marks, halt.count)));
    await writeResults(out, journal, pipeline.outputs);
    marks.clear();
    return { ...(await countsOf(journal)), resumed: resumed.count, stopped: halt.reached() };
  } finally {
    await journal.close();
  }
};

const completed = (records: Observable<unknown>): Promise<void> =>
  new Promise((resolve, reject) => {
    records.subscribe({ error: reject, complete: resolve });
  });

/** Counts failures and says whether, and why, no further study is to be begun. */
const haltOf = ({ stop, maxFailures = Number.POSITIVE_INFINITY }: RunOptions) => {
  let failures = 0;
  return {
    count: ({ error }: StudyRecord) => {
      failures += Number(error !== undefined);
    },
    reached: (): RunCounts['stopped'] => {
      if (stop?.aborted) return 'asked';
      return failures >= maxFailures ? 'failures' : undefined;
    },
  };
};

/** The items of the source that have no result yet. @throws INPUT_CHANGED */
async function* withoutResult(
  { source, retryFailed = false, redoChanged = false }: RunOptions,
  journal: Journal,
  halted: () => unknown,
  resumed: { count: number },
): AsyncGenerator<Pending> {
  for await (const item of source) {
    if (halted() !== undefined) return;
    const earlier = journal.find(item.study.id);
    const { digest: input } = await studyFilesOf(item.study);
    const changed = earlier !== undefined && earlier.input !== input;
    if (changed && !redoChanged) throw inputChanged(item.study.id);
    if (earlier === undefined || changed || (retryFailed && earlier.failed)) yield { item, input };
    else resumed.count++;
  }
}

const studyFlow = (options: RunOptions, journal: Journal, marks: InWork, count: (record: StudyRecord) => void) => {
  const { pipeline, env, now, onStep, onStudy, budget, stepTimeoutMs } = options;
  const flow = compile(pipeline, env, {
    now,
    ...(onStep && { onStep }),
    ...(budget && { onState: budget.measure }),
    ...(stepTimeoutMs !== undefined && { stepTimeoutMs }),
  });
  const publish = publisher(options, journal);
  const worked = (pending: Pending) =>
    defer(() => {
      const startMs = now();
      marks.begin(pending.item.study.id);
      return recordOf(pending, flow, options).pipe(
        tap(count),
        concatMap((record) => from(journal.append(record)).pipe(map(() => record))),
        tap((record) => onStudy?.({ record, ms: now() - startMs })),
        concatMap((record) => from(publish()).pipe(map(() => record))),
        finalize(() => marks.end(pending.item.study.id)),
      );
    });
  return budget === undefined ? worked : (pending: Pending) => budget.within(pending.item, worked(pending));
};

/** Writes the tables now and then while the run goes on, never twice at a time. */
const publisher = ({ publishEveryMs, now, out, pipeline }: RunOptions, journal: Journal): (() => Promise<void>) => {
  if (publishEveryMs === undefined) return async () => {};
  let lastMs = now();
  return async () => {
    if (now() - lastMs < publishEveryMs) return;
    lastMs = Number.POSITIVE_INFINITY;
    await writeResults(out, journal, pipeline.outputs);
    lastMs = now();
  };
};

const recordOf = (
  { item, input }: Pending,
  flow: (source: Observable<StudyState>) => Observable<StudyState>,
  { pipeline, retries = 0 }: RunOptions,
): Observable<StudyRecord> => {
  const base = { studyId: item.study.id, input };
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
    map((state) => ({ ...base, tables: tablesOf(state, pipeline.outputs), warnings: state.warnings })),
    retry({ count: retries, delay: (_, attempt) => timer(RETRY_DELAY_MS * 2 ** (attempt - 1)) }),
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
