/** Prevents an unhandled rejection: a failure surfaces only when the promise is awaited. */
export const quiet = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};

/**
 * Yields the results of `work` in the order of the items, with at most `atOnce` of them in progress or waiting to be
 * consumed. An error is thrown at its position; closing this waits for the work in progress.
 */
export async function* mapInOrder<A, B>(
  items: Iterable<A>,
  atOnce: number,
  work: (item: A) => Promise<B>,
): AsyncGenerator<B> {
  const begun: Promise<B>[] = [];
  try {
    for (const item of items) {
      begun.push(quiet(work(item)));
      if (begun.length >= atOnce) yield await begun.shift()!;
    }
    while (begun.length > 0) yield await begun.shift()!;
  } finally {
    await Promise.allSettled(begun);
  }
}

/**
 * Prefetches this many items. An error is thrown at its position, and dropped if that item is never requested.
 * @param count  0: no prefetching
 */
export async function* readAhead<T>(items: AsyncIterator<T>, count: number): AsyncGenerator<T> {
  const begun: Promise<IteratorResult<T>>[] = [];
  for (;;) {
    while (begun.length <= count) begun.push(quiet(items.next()));
    const { done, value } = await begun.shift()!;
    if (done === true) return;
    yield value;
  }
}
