import type { ReadBytes } from '../../dicom/index.ts';

/** Instances that were fetched and may be asked for again. */
export interface InstanceCache {
  /** Reads an instance, or a part of it, by its key. What several ask for at once is fetched once. */
  readonly read: ReadBytes;
  /** Lets go of those whose keys begin so. */
  readonly drop: (prefix: string) => void;
  /** Held now. */
  readonly bytes: () => number;
}

interface Entry {
  readonly whole: Promise<Uint8Array>;
  /** Undefined while it is under way. */
  byteCount?: number;
}

/**
 * Keeps the instances that were used last, up to a number of bytes; one that is larger than all of it is given and not kept. What failed is
 * asked for again the next time.
 */
export const instanceCache = (fetch: (key: string) => Promise<Uint8Array>, maxBytes: number): InstanceCache => {
  const entries = new Map<string, Entry>(); // the one used longest ago first
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
        if (entries.get(key) !== entry) return; // dropped meanwhile
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

  return {
    read: async (key, maxCount = Number.POSITIVE_INFINITY, from = 0) => {
      const whole = await used(key).whole;
      return from === 0 && maxCount >= whole.length ? whole : whole.subarray(from, from + maxCount);
    },
    drop: (prefix) => {
      for (const key of entries.keys()) if (key.startsWith(prefix)) forget(key);
    },
    bytes: () => bytes,
  };
};
