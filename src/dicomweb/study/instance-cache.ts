import type { ReadBytes } from '../../dicom/index.ts';

interface Entry {
  readonly whole: Promise<Uint8Array>;
  /** Undefined while it is being fetched. */
  byteCount?: number;
}

/** LRU cache of fetched instances, limited in bytes; an instance larger than the limit is returned but not kept. Failed fetches are retried on the next request. */
export const instanceCache = (fetch: (key: string) => Promise<Uint8Array>, maxBytes: number) => {
  const entries = new Map<string, Entry>(); // least recently used first
  let bytes = 0;

  const forget = (key: string): void => {
    bytes -= entries.get(key)?.byteCount ?? 0;
    entries.delete(key);
  };
  const makeRoom = (): void => {
    for (const [key, { byteCount }] of entries) {
      if (bytes <= maxBytes) return;
      if (byteCount !== undefined) forget(key);
    }
  };
  const begun = (key: string): Entry => {
    const entry: Entry = { whole: fetch(key) };
    entries.set(key, entry);
    entry.whole.then(
      ({ buffer }) => {
        if (entries.get(key) !== entry) return; // evicted meanwhile
        entry.byteCount = buffer.byteLength;
        bytes += buffer.byteLength;
        makeRoom();
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return entry;
  };
  const used = (key: string): Entry => {
    const entry = entries.get(key);
    if (entry === undefined) return begun(key);
    entries.delete(key);
    entries.set(key, entry);
    return entry;
  };

  /** Reads an instance, or a part of it, by its key. Concurrent requests share one fetch. */
  const read: ReadBytes = async (key, maxCount = Number.POSITIVE_INFINITY, from = 0) => {
    const whole = await used(key).whole;
    return from === 0 && maxCount >= whole.length ? whole : whole.subarray(from, from + maxCount);
  };

  return {
    read,
    /** Evicts keys with this prefix. */
    drop: (prefix: string): void => {
      for (const key of entries.keys()) if (key.startsWith(prefix)) forget(key);
    },
    /** Bytes held at present. */
    bytes: () => bytes,
  };
};
