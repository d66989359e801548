/*
 * Async generators with the meaning of tf.data's mapAsync, shuffle, batch and prefetch: each asks its source for no more than
 * it says, closes the source when it is closed, and passes errors on in their place.
 */

/** The results of `work` in the order of the items, with at most `atOnce` of them under way or waiting to be taken. */
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

/** A promise whose failure is told when it is awaited, and not before. */
const quiet = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};

/** Items in an order of chance: each is drawn from the next `size` of the source. `size` 1 leaves the order. */
export async function* shuffledThrough<T>(
  source: AsyncIterable<T>,
  size: number,
  random: () => number,
): AsyncGenerator<T> {
  const held: T[] = [];
  const draw = (): T => {
    const at = Math.floor(random() * held.length);
    const last = held.pop()!;
    if (at === held.length) return last;
    const drawn = held[at]!;
    held[at] = last;
    return drawn;
  };
  for await (const item of source) {
    held.push(item);
    if (held.length >= size) yield draw();
  }
  while (held.length > 0) yield draw();
}

/** Lists of `size` items; the last one may be shorter. */
export async function* inListsOf<T>(source: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let list: T[] = [];
  for await (const item of source) {
    list.push(item);
    if (list.length < size) continue;
    yield list;
    list = [];
  }
  if (list.length > 0) yield list;
}

/** The same items, of which up to `count` are made before they are asked for. */
export async function* readAhead<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  const items = source[Symbol.asyncIterator]();
  const coming: Promise<IteratorResult<T>>[] = [];
  const ask = () => coming.push(quiet(items.next()));
  try {
    for (;;) {
      while (coming.length <= count) ask();
      const { done, value } = await coming.shift()!;
      if (done === true) return;
      yield value;
    }
  } finally {
    await items.return?.();
  }
}
