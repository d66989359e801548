import { quiet } from './quiet.ts';

/**
 * The results of `work` in the order of the items, with at most `atOnce` of them under way or waiting to be taken. A failure is told in
 * its place; whoever closes this waits for what is under way.
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
