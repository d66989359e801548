import seedrandom from 'seedrandom';
import { quiet } from './quiet.ts';

/** Stands in the window for an item that will not come any more. */
const NONE = Symbol('none');

/**
 * Items in random order, each drawn from a window of the next ones, which is filled while others are at work. The order follows from the
 * seed and the number of items alone, and is that of `tf.data`'s `shuffle`, so that runs can be repeated which were shuffled by it.
 * @param windowSize  items held at most
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
    fill(); // also with items that will not come: they count in the draw
    yield item;
  }
}
