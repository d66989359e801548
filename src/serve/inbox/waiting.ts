import { dueMs, type Entry } from './entry.ts';

/** Studies with pending work, the earliest due first. */
export const waitingStudies = (entries: Iterable<Entry>, quietMs: number) => {
  const waiting = new Set(entries);
  return {
    add: (entry: Entry) => void waiting.add(entry),
    /**
     * Removes the first study that is due; otherwise returns the time until one is, undefined: until something arrives.
     */
    take: (nowMs: number): { readonly entry: Entry } | { readonly entry?: undefined; readonly waitMs?: number } => {
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
