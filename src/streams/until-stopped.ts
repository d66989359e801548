const DONE: IteratorResult<never> = { done: true, value: undefined };

/**
 * Yields the items of a source until a signal aborts, even while waiting for the next one: an input that stays open, or
 * a disk that hangs, does not delay stopping. Closes the source, without waiting for one that hangs.
 */
export async function* untilStopped<T>(source: AsyncIterable<T>, signals: readonly AbortSignal[]): AsyncGenerator<T> {
  const items = source[Symbol.asyncIterator]();
  const isStopped = () => signals.some(({ aborted }) => aborted);
  try {
    while (!isStopped()) {
      const next = await nextUnlessStopped(items, signals);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    const closed = Promise.resolve(items.return?.());
    if (isStopped()) closed.catch(() => undefined);
    else await closed;
  }
}

const nextUnlessStopped = <T>(
  items: AsyncIterator<T>,
  signals: readonly AbortSignal[],
): Promise<IteratorResult<T, unknown>> =>
  new Promise((resolve, reject) => {
    const stop = () => resolve(DONE);
    for (const signal of signals) signal.addEventListener('abort', stop, { once: true });
    items
      .next()
      .then(resolve, reject)
      .finally(() => {
        for (const signal of signals) signal.removeEventListener('abort', stop); // otherwise they would retain every item
      });
  });
