import {
  catchError,
  concatMap,
  defer,
  map,
  type Observable,
  type ObservableInput,
  type OperatorFunction,
  of,
  take,
  throwError,
  toArray,
} from 'rxjs';
import type { z } from 'zod';
import { asSpineError } from '../domain/spine-error.ts';
import type { ModelIdentity } from '../models/model-store.ts';
import { cancellable, withOwnSignal } from './cancellable.ts';
import { checkedNames, checkOperator } from './check-declaration.ts';
import type { EntryName } from './entries.ts';
import {
  entriesPromised,
  entriesUndeclared,
  partUnexpected,
  resultCountUnexpected,
  resultUnexpected,
} from './errors.ts';
import type { OperatorEnv, StudyContext } from './operator-env.ts';
import type { OperatorExample } from './operator-example.ts';
import { type DeclaredPlugin, declaredPlugin, type PluginSpec } from './plugin-declaration.ts';
import { type Additions, onlyEntries, type StudyState, withAdditions } from './study-state.ts';

/** The return type of an operator's work on a study; an Observable emits it once and completes. */
export type Result = Additions | ObservableInput<Additions>;

/**
 * Declaration of an operator, the single source for the pipeline file's schema, the wiring check, `spinestream
 * operators`, the docs and the progress display.
 */
export interface OperatorSpec<S extends z.ZodType> extends PluginSpec<S, OperatorExample<S>> {
  readonly reads: (options: z.output<S>) => readonly EntryName[];
  readonly writes: (options: z.output<S>) => readonly EntryName[];
  /** Names of the models that it requests from `env.models`. */
  readonly models?: (options: z.output<S>) => readonly string[];
  /**
   * Files that it reads besides studies and weights. They are checked before the first study, and results depend on
   * their content.
   */
  readonly files?: (options: z.output<S>) => readonly OperatorFile[];
  /** Whether, with these options, a mirrored patient gets mirrored results; the conformance kit checks it. */
  readonly mirrors?: (options: z.output<S>) => boolean;
  /**
   * Called once per run; the returned function is called once per study. Must not change its inputs. Long work must end
   * soon after `signal` aborts: pass it to any API that takes one, or call `signal.throwIfAborted()` between parts.
   */
  readonly apply: (options: z.output<S>, env: OperatorEnv) => (state: StudyState, context: StudyContext) => Result;
}

/** A file that an operator depends on. */
interface OperatorFile {
  readonly path: string;
  /** @throws if the file is invalid in a run with these models */
  readonly check: (content: Uint8Array, models: readonly ModelIdentity[]) => void;
}

/** An operator with validated options: its entries, and how to start it. */
export interface BoundOperator {
  readonly name: string;
  readonly reads: readonly EntryName[];
  readonly writes: readonly EntryName[];
  readonly models: readonly string[];
  readonly files: readonly OperatorFile[];
  /** Whether a mirrored patient gets mirrored results. */
  readonly mirrors: boolean;
  /**
   * The started work alone: emits its additions to a study, once. After cancellation, it fails with the signal's reason
   * once its work has ended.
   */
  readonly work: (env: OperatorEnv) => (state: StudyState, context: StudyContext) => Observable<Additions>;
  /** The same as an RxJS operator; unsubscribing cancels a study. */
  readonly start: (env: OperatorEnv) => OperatorFunction<StudyState, StudyState>;
}

/** An operator as registries and listings see it, independent of its options. */
export type OperatorInfo = DeclaredPlugin<'operator', OperatorExample, BoundOperator>;

/**
 * Call it with an environment and options for an RxJS operator, and pass those to `throughWindow(studies, concurrency,
 * [a, b, ...])`. A bare `studies.pipe(a, b)` has unbounded memory: RxJS pushes, and every study that the first operator
 * has finished waits with its pixels for the second.
 */
export interface Operator<S extends z.ZodType = z.ZodType> {
  (env: OperatorEnv, options: z.input<S>): OperatorFunction<StudyState, StudyState>;
  readonly spec: OperatorInfo;
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

const checkedAdditions = (value: unknown, writes: readonly EntryName[]): Additions => {
  if (!isAdditions(value)) throw resultUnexpected(value);
  const undeclared = [...value.entries.keys()].filter((name) => !writes.includes(name));
  if (undeclared.length > 0) throw entriesUndeclared(undeclared, writes);
  const promised = [...value.entries].filter(([, entry]) => isPromise(entry)).map(([name]) => name);
  if (promised.length > 0) throw entriesPromised(promised);
  return value;
};

const isAdditions = (value: unknown): value is Additions =>
  isObject(value) && 'entries' in value && value.entries instanceof Map && !('study' in value);

const isPromise = (value: unknown): boolean => isObject(value) && 'then' in value && typeof value.then === 'function';

const isInput = (value: unknown): value is ObservableInput<unknown> =>
  isObject(value) &&
  ('then' in value || 'subscribe' in value || Symbol.asyncIterator in value || Symbol.iterator in value);

/** Checks for exactly one emission; a second one, or none, is an error and not another study. */
const onlyAdditions = (result: unknown, writes: readonly EntryName[], signal: AbortSignal): Observable<Additions> => {
  if (!isInput(result)) return of(checkedAdditions(result, writes));
  return cancellable(result, signal).pipe(
    take(2),
    toArray(),
    map((emitted) => {
      if (emitted.length !== 1)
        throw Array.isArray(result) ? resultUnexpected(result) : resultCountUnexpected(emitted.length);
      return checkedAdditions(emitted[0], writes);
    }),
  );
};

type Work = ReturnType<OperatorSpec<z.ZodType>['apply']>;

const isWork = (value: unknown): value is Work => typeof value === 'function';

/** Starts the operator's work; its errors carry the study's id and the operator's name. */
const workOf = <S extends z.ZodType>(spec: OperatorSpec<S>, options: z.output<S>) => {
  const writes = spec.writes(options);
  return (env: OperatorEnv) => {
    const work: unknown = spec.apply(options, env);
    if (!isWork(work))
      throw partUnexpected(
        spec.name,
        'the result of "apply"',
        work,
        'a function of a study: (options, env) => (study, { signal }) => additions',
      );
    return (state: StudyState, context: StudyContext): Observable<Additions> =>
      defer(() => {
        context.signal.throwIfAborted();
        return onlyAdditions(work(state, context), writes, context.signal);
      }).pipe(
        catchError((error) => throwError(() => asSpineError(error, { studyId: state.study.id, operator: spec.name }))),
      );
  };
};

/**
 * Declares an operator. Errors of its work carry the study's id and the operator's name.
 *
 * Run it with a pipeline file, or with `throughWindow(studies, concurrency, [a(env, {}), b(env, {})])`. **Never by
 * `studies.pipe(a(env, {}), b(env, {}))` over a source that pushes**: between `a` and `b` RxJS keeps every study that
 * `a` has finished, pixels and all, without bound.
 * @throws PLUGIN_MISDECLARED if the declaration is incomplete
 *
 * @example
 * import { adding, defineOperator, entryOf, z } from 'spinestream/operators';
 * import { brokenLaws, exampleSeries, exampleState } from 'spinestream/testing';
 *
 * const countSeries = defineOperator({
 *   name: 'count-series',
 *   summary: 'Count the series of a study.',
 *   options: z.strictObject({ as: z.string().default('count').describe('name of the entry written') }),
 *   example: { options: {}, study: () => exampleState(adding('series', exampleSeries())) },
 *   reads: () => ['series'],
 *   writes: (o) => [`custom.${o.as}`],
 *   apply: (o) => (study) => adding(`custom.${o.as}`, entryOf(study, 'series').length),
 * });
 * await brokenLaws(countSeries); // []
 */
export const defineOperator = <S extends z.ZodType>(spec: OperatorSpec<S>): Operator<S> => {
  checkOperator(spec);
  const declared = declaredPlugin('operator', spec, (options): BoundOperator => {
    const work = workOf(spec, options);
    const bound: BoundOperator = {
      name: spec.name,
      reads: checkedNames(spec, 'reads', spec.reads(options)),
      writes: checkedNames(spec, 'writes', spec.writes(options)),
      models: checkedNames(spec, 'models', spec.models?.(options) ?? []),
      files: spec.files?.(options) ?? [],
      mirrors: spec.mirrors?.(options) ?? false,
      work,
      start: (env) => {
        const started = work(env);
        return concatMap((state) =>
          withOwnSignal(({ signal }) => started(onlyEntries(state, bound.reads), { signal })).pipe(
            map((additions) => withAdditions(state, additions)),
          ),
        );
      },
    };
    return bound;
  });
  return Object.assign((env: OperatorEnv, given: z.input<S>) => declared.bind(given).start(env), { spec: declared });
};

/**
 * Returns whether a value was made by `defineOperator`, e.g. among the exports of a file.
 *
 * @example
 * import { cropRois, isOperator } from 'spinestream/operators';
 *
 * isOperator(cropRois); // true
 * isOperator(() => {}); // false
 */
export const isOperator = (value: unknown): value is Operator =>
  typeof value === 'function' &&
  'spec' in value &&
  isObject(value.spec) &&
  'name' in value.spec &&
  'bind' in value.spec &&
  typeof value.spec.bind === 'function';
