import { quiet } from './quiet.ts';

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
