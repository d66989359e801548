import { BrokenStream } from './codec.ts';

/** Lookup by the next 16 bits of the stream: code length in the upper byte, symbol in the lower one; 0 for no valid code. */
export type HuffmanTable = Uint16Array;

const MAX_LENGTH = 16;

/** A Huffman table in JPEG's form: the number of codes of each length, then their symbols (ISO 10918-1, annex C). */
export const huffmanTableOf = (
  data: Uint8Array,
  at: number,
): { readonly table: HuffmanTable; readonly end: number } => {
  const counts = data.subarray(at, at + MAX_LENGTH);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const end = at + MAX_LENGTH + total;
  if (counts.length < MAX_LENGTH || end > data.length) throw new BrokenStream('a Huffman table breaks off');
  const table = new Uint16Array(2 ** MAX_LENGTH);
  let next = 0;
  let symbolAt = at + MAX_LENGTH;
  counts.forEach((count, index) => {
    const length = index + 1;
    const span = 2 ** (MAX_LENGTH - length);
    if (next + count * span > table.length) throw new BrokenStream('a Huffman table has more codes than there can be');
    for (let i = 0; i < count; i++, next += span) table.fill((length << 8) | data[symbolAt++]!, next, next + span);
  });
  return { table, end };
};
