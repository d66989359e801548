import { finalize, type Observable } from 'rxjs';

export type StudiesAtWork = ReturnType<typeof studiesAtWork>;

/** Studies between the source and their end. */
export const studiesAtWork = () => {
  let count = 0;
  let waiting: (() => void)[] = [];
  return {
    begin: () => {
      count++;
    },
    end: () => {
      count--;
      if (count > 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    /** Resolves when there is none. */
    none: () =>
      new Promise<void>((resolve) => {
        if (count === 0) resolve();
        else waiting.push(resolve);
      }),
  };
};

interface Alone<T> {
  readonly isSuspect: (item: T) => boolean;
  readonly atWork: StudiesAtWork;
  /** Whether no further item shall begin. */
  readonly isHalted: () => boolean;
  /** Called with the item that no longer begins. */
  readonly onDropped: (item: T) => unknown;
}

/**
 * Yields the same items, but a suspect only when no other is at work, and the next one only after it. A study that
 * ends the process takes no others with it, and is known when it was in progress alone.
 */
export async function* suspectsAlone<T>(
  source: AsyncIterable<T>,
  { isSuspect, atWork, isHalted, onDropped }: Alone<T>,
): AsyncGenerator<T> {
  for await (const item of source) {
    const alone = isSuspect(item);
    if (alone) await atWork.none();
    if (isHalted()) {
      await onDropped(item);
      return;
    }
    atWork.begin();
    yield item;
    if (alone) await atWork.none();
  }
}

/** The work on each item, reported to `atWork` when it ends. */
export const endingAtWork =
  <T, R>(flow: (item: T) => Observable<R>, atWork: StudiesAtWork) =>
  (item: T): Observable<R> =>
    flow(item).pipe(finalize(atWork.end));
