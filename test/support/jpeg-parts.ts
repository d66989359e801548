import { concatBytes } from './dicom-fixture.ts';

export const segment = (marker: number, ...data: readonly Uint8Array[]): Uint8Array => {
  const body = concatBytes(...data);
  return concatBytes(Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff), body);
};

/** A table whose symbols have 8-bit codes that are the symbols themselves; no attempt at compression. At most 255 of them. */
export const huffman = (id: number, count: number): Uint8Array =>
  concatBytes(
    Uint8Array.of(id, 0, 0, 0, 0, 0, 0, 0, count, 0, 0, 0, 0, 0, 0, 0, 0),
    Uint8Array.from({ length: count }, (_, i) => i),
  );

/** Collects bits; the last byte is filled with ones, and a zero is stuffed behind 255. */
export const bitWriter = () => {
  const bytes: number[] = [];
  let [buffer, count] = [0, 0];
  const write = (value: number, size: number) => {
    for (let bit = size - 1; bit >= 0; bit--) {
      buffer = (buffer << 1) | ((value >> bit) & 1);
      if (++count < 8) continue;
      bytes.push(buffer, ...(buffer === 0xff ? [0] : []));
      [buffer, count] = [0, 0];
    }
  };
  const flush = () => {
    while (count > 0) write(1, 1);
  };
  /** A difference after its size: negative ones have a zero in front. */
  const difference = (value: number, size: number) => write(value < 0 ? value + 2 ** size - 1 : value, size);
  return { bytes, write, difference, flush };
};

/** How many bits a difference takes. */
export const sizeOf = (value: number): number => (value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1);
