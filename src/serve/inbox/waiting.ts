import { dueMs, type Entry } from './entry.ts';

/** Studies that something is to be done with, the one due first before the others. */
export interface Waiting {
  readonly add: (entry: Entry) => void;
  /** Takes out the first that is due by now; else says how long until then, undefined: until something arrives. */
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
