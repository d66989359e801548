import { dueMs, type Entry } from './entry.ts';

/** Studies with pending work, the earliest due first. */
export interface Waiting {
  readonly add: (entry: Entry) => void;
  /**
   * Removes the first study that is due; otherwise returns the time until one is, undefined: until something arrives.
   */
  readonly take: (
    nowMs: number,
  ) => { readonly entry: Entry } | { readonly entry?: undefined; readonly waitMs?: number };
}

export const waitingStudies = (entries: Iterable<Entry>, quietMs: number): Waiting => {
  const waiting = new Set(entries);
  return {
    add: (entry) => void waiting.add(entry),
    take: (nowMs) => {
      let first: { readonly entry: Entry; readonly atMs: number } | undefined;
      for (const entry of waiting) {
        const atMs = dueMs(entry, quietMs);
        if (atMs === undefined) waiting.delete(entry);
        else if (first === undefined || atMs < first.atMs) first = { entry, atMs };
      }
      if (first === undefined) return {};
      if (first.atMs > nowMs) return { waitMs: first.atMs - nowMs };
      waiting.delete(first.entry);
      return { entry: first.entry };
    },
  };
};
