import seedrandom from 'seedrandom';
import { quiet } from './in-order.ts';

/** Placeholder in the window when no more items come. */
const NONE = Symbol('none');

/**
 * Yields items in random order, each drawn from a window of the next ones, which refills concurrently. The order
 * depends only on the seed and the number of items, and equals that of `tf.data`'s `shuffle`, so that runs shuffled by
 * it can be reproduced.
 * @param windowSize  maximum number of items held
 */
export async function* shuffled<T>(items: AsyncIterator<T>, windowSize: number, seed: string): AsyncGenerator<T> {
  const first = seedrandom.alea(seed);
  const random = seedrandom.alea(String(first.int32() + first.int32()));
  const window: Promise<T | typeof NONE>[] = [];
  const next = async (): Promise<T | typeof NONE> => {
    const { done, value } = await items.next();
    return done === true ? NONE : value;
  };
  const fill = (): void => {
    while (window.length < windowSize) window.push(quiet(next()));
  };
  fill();
  while (window.length > 0) {
    const chosen = Math.floor(random() * window.length);
    const last = window.length - 1;
    const drawn = window[chosen]!;
    window[chosen] = window[last]!;
    window.length = last;
    const item = await drawn;
    if (item === NONE) continue;
    fill(); // placeholders count in the draw, too
    yield item;
  }
}
