import { quiet } from './quiet.ts';

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
