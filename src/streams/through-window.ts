import { concatMap, defer, EMPTY, finalize, merge, type Observable, type ObservableInput, of, repeat } from 'rxjs';

/**
 * Runs `flow` over the items of a source, at most `concurrency` of them at a time, and asks the source for the next item only
 * when one has left. Memory therefore depends on the window and never on the source, however slow the flow or its consumer is.
 * `mergeMap` over `from(source)` cannot do this: RxJS pushes, and what cannot start yet waits in an array.
 * The source's iterator is closed on completion, error and unsubscription; it must queue concurrent `next()` calls, as async generators do.
 */
export const throughWindow = <A, B>(
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
