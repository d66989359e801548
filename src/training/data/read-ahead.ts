import { quiet } from './quiet.ts';

/**
 * The same items, of which so many are made before they are asked for. A failure is told in its place; one that nobody asks for is nobody's.
 * @param count  0: none is made ahead
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
