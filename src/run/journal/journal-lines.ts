import type { FileHandle } from 'node:fs/promises';

/** A line of a file, without its line break. */
export interface TextLine {
  readonly text: string;
  readonly offset: number;
  /** In bytes, with its line break. */
  readonly length: number;
  /** False only for the last line, if its write was interrupted. */
  readonly hasEnd: boolean;
}

const NEWLINE = 0x0a;
const BLOCK_BYTES = 2 ** 20;

/** Iterates over the lines of a file with their offsets; holds only a block and a line in memory. */
export async function* linesWithPlaces(file: FileHandle): AsyncGenerator<TextLine> {
  let [position, offset] = [0, 0];
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const read = block.subarray(0, bytesRead);
    rest = rest.length === 0 ? read : Buffer.concat([rest, read]);
    let from = 0;
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE, from)) {
      const length = end + 1 - from;
      yield { text: rest.toString('utf8', from, end), offset, length, hasEnd: true };
      offset += length;
      from = end + 1;
    }
    rest = rest.subarray(from);
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), offset, length: rest.length, hasEnd: false };
}
