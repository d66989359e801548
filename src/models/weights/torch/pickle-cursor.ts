import { torchCorrupt, torchTruncated } from './errors.ts';

export type PickleCursor = ReturnType<typeof pickleCursor>;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decoded = (bytes: Uint8Array): string => {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw torchCorrupt('a string in its pickle is not UTF-8', cause);
  }
};

/** Sequential reader of a pickle's bytes; reading past the end throws TORCH_TRUNCATED. */
export const pickleCursor = (all: Uint8Array, start = 0) => {
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  let at = start;
  const take = (length: number): number => {
    if (at + length > all.length) throw torchTruncated(`its pickle needs ${at + length - all.length} more bytes`);
    at += length;
    return at - length;
  };
  const bytes = (length: number): Uint8Array => {
    const from = take(length);
    return all.subarray(from, from + length);
  };
  return {
    position: () => at,
    uint8: () => view.getUint8(take(1)),
    uint16: () => view.getUint16(take(2), true),
    int32: () => view.getInt32(take(4), true),
    uint32: () => view.getUint32(take(4), true),
    /** Reads a length of eight bytes. */
    length64: () => Number(view.getBigUint64(take(8), true)),
    float64: () => view.getFloat64(take(8), false),
    bytes,
    text: (length: number) => decoded(bytes(length)),
    /** Reads up to the next line feed, which is skipped. */
    line: () => {
      const end = all.indexOf(0x0a, at);
      if (end === -1) throw torchTruncated('a line in its pickle does not end');
      const text = decoded(bytes(end - at));
      take(1);
      return text;
    },
  };
};
