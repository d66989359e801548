import { createHash, type Hash } from 'node:crypto';

const textOf = (value: unknown): string => (Object.is(value, -0) ? '-0' : String(value));

const partsOf = (value: object): Iterable<readonly [unknown, unknown]> => {
  if (value instanceof Map) return value.entries();
  if (value instanceof Set) return value.entries();
  return Object.entries(value);
};

const addObject = (hash: Hash, value: object, seen: Map<object, number>): void => {
  const before = seen.get(value);
  if (before !== undefined) {
    hash.update(`again ${before};`);
    return;
  }
  seen.set(value, seen.size);
  hash.update(`${value.constructor?.name ?? 'object'}{`);
  if (ArrayBuffer.isView(value)) hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  else if (value instanceof ArrayBuffer) hash.update(new Uint8Array(value));
  else if (value instanceof Date) hash.update(textOf(value.getTime()));
  else
    for (const [key, part] of partsOf(value)) {
      addValue(hash, key, seen);
      addValue(hash, part, seen);
    }
  hash.update('}');
};

const addValue = (hash: Hash, value: unknown, seen: Map<object, number>): void => {
  if (typeof value === 'object' && value !== null) addObject(hash, value, seen);
  else if (typeof value === 'function') hash.update(`function ${value.name};`);
  else hash.update(`${typeof value} ${textOf(value)};`);
};

/**
 * Returns a checksum of data of any depth: plain values, records, lists, maps, sets, typed arrays by their bytes,
 * cycles. Functions count by name only, so state in a closure is invisible.
 */
export const deepDigest = (value: unknown): string => {
  const hash = createHash('sha256');
  addValue(hash, value, new Map());
  return hash.digest('hex');
};
