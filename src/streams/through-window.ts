import {
  catchError,
  concatMap,
  defer,
  EMPTY,
  finalize,
  map,
  merge,
  type Observable,
  type ObservableInput,
  type OperatorFunction,
  of,
  repeat,
} from 'rxjs';
import type { StudyOutcome } from '../core/define-output.ts';
import type { StudyItem } from '../core/study-item.ts';
import { type StudyState, stateOf } from '../core/study-state.ts';
import { asSpineError } from '../domain/spine-error.ts';
import { warningCauses } from '../domain/warning-cause.ts';

/** The processing of one study: operators with their environment and options, in order. */
export type StudyOperators = readonly OperatorFunction<StudyState, StudyState>[];

/**
 * Runs studies through operators, or the items of any source through a flow, at most `concurrency` of them at a time,
 * and requests the next item from the source only when one has left. So the window bounds memory, independent of the
 * source and of slow operators. `studies.pipe(a, b)` and `mergeMap` cannot do this: RxJS pushes, and items that cannot
 * start yet wait in an array, pixels and all.
 *
 * A study that fails is an outcome with its error, and the others continue; a failing custom flow ends the stream.
 * Closes the source's iterator on completion, error and unsubscription; the iterator must queue concurrent `next()`
 * calls, as async generators do.
 *
 * @example
 * import { lastValueFrom, toArray } from 'rxjs';
 * import { openFolder } from 'spinestream';
 * import { loadSeries, selectSlices, throughWindow } from 'spinestream/operators';
 * import { exampleModels } from 'spinestream/testing';
 *
 * const { studies, files } = await openFolder({ path: 'data' }, {});
 * const env = { ...files, models: exampleModels({}) };
 * const operators = [loadSeries(env, {}), selectSlices(env, { kind: 'Sagittal T1', slices: 3, as: 'sagt1' })];
 * const outcomes = await lastValueFrom(throughWindow(studies, 2, operators).pipe(toArray()));
 * outcomes.map(({ error }) => error?.code ?? 'done'); // ['done', 'done', 'done', 'done', 'done']
 */
export function throughWindow(
  studies: AsyncIterable<StudyItem>,
  concurrency: number,
  operators: StudyOperators,
): Observable<StudyOutcome>;
export function throughWindow<A, B>(
  source: AsyncIterable<A>,
  concurrency: number,
  flow: (item: A) => ObservableInput<B>,
): Observable<B>;
export function throughWindow(
  source: AsyncIterable<StudyItem>,
  concurrency: number,
  flow: StudyOperators | ((item: StudyItem) => ObservableInput<unknown>),
): Observable<unknown> {
  return inWindow(source, concurrency, typeof flow === 'function' ? flow : studyFlow(flow));
}

const inWindow = <A, B>(
  source: AsyncIterable<A>,
  concurrency: number,
  flow: (item: A) => ObservableInput<B>,
): Observable<B> =>
  defer(() => {
    const items = source[Symbol.asyncIterator]();
    let dry = false;
    const lane = defer(() => items.next()).pipe(
      concatMap((result) => {
        dry ||= result.done === true;
        return result.done ? EMPTY : flow(result.value);
      }),
      repeat({ delay: () => (dry ? EMPTY : of(null)) }),
    );
    return merge(...Array.from({ length: concurrency }, () => lane)).pipe(finalize(() => void items.return?.()));
  });

/** Runs a single study through all operators, so that no second one can wait between two of them. */
const studyFlow =
  (operators: StudyOperators) =>
  ({ study, error, warnings = [] }: StudyItem): Observable<StudyOutcome> => {
    const noticed = warningCauses(warnings);
    if (error !== undefined) return of({ study, error, warnings: noticed });
    const begun: Observable<StudyState> = of({ ...stateOf(study), warnings });
    return operators
      .reduce((flow, operator) => flow.pipe(operator), begun)
      .pipe(
        map((state): StudyOutcome => ({ study, state })),
        catchError((cause: unknown) =>
          of({ study, error: asSpineError(cause, { studyId: study.id }), warnings: noticed }),
        ),
      );
  };
