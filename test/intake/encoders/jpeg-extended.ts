import type { Samples } from '../study/data-set.ts';

/**
 * A sequential JPEG of 12 bits (ISO 10918-1, process 4: SOF1), which no encoder on npm writes. One component, a flat quantisation table, and
 * Huffman codes of equal length, so that nothing but what a decoder has to do anyway is asked of it.
 */

const SIZE = 8;
const BITS = 12;
const MIDDLE = 1 << (BITS - 1);
/** Divisor of every coefficient; small, so that grades hardly change. */
const QUANTUM = 2;

const ZIGZAG = Array.from({ length: SIZE * SIZE }, (_, index) => index).sort((a, b) => {
  const [rowA, columnA, rowB, columnB] = [Math.floor(a / SIZE), a % SIZE, Math.floor(b / SIZE), b % SIZE];
  const [diagonalA, diagonalB] = [rowA + columnA, rowB + columnB];
  if (diagonalA !== diagonalB) return diagonalA - diagonalB;
  return diagonalA % 2 === 0 ? columnA - columnB : rowA - rowB;
});

/** Size categories of DC differences and AC values that 12 bits can need. */
const DC_SYMBOLS = Array.from({ length: BITS + 4 }, (_, size) => size);
const END_OF_BLOCK = 0x00;
const SIXTEEN_ZEROS = 0xf0;
const AC_SYMBOLS = [
  END_OF_BLOCK,
  SIXTEEN_ZEROS,
  ...Array.from({ length: 16 }, (_, run) => Array.from({ length: 14 }, (_, size) => (run << 4) | (size + 1))).flat(),
];
/** Long enough that the code of ones only, which is not allowed, stays free. */
const DC_CODE_BITS = 5;
const AC_CODE_BITS = 8;

const segment = (marker: number, ...content: readonly number[]): readonly number[] => [
  0xff,
  marker,
  (content.length + 2) >> 8,
  (content.length + 2) & 0xff,
  ...content,
];

const huffmanTable = (id: number, bits: number, symbols: readonly number[]) => [
  id,
  ...Array.from({ length: 16 }, (_, length) => (length + 1 === bits ? symbols.length : 0)),
  ...symbols,
];

const COSINES = Array.from({ length: SIZE }, (_, u) =>
  Array.from(
    { length: SIZE },
    (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIZE)) * (u === 0 ? Math.SQRT1_2 : 1) * 0.5,
  ),
);

/** The quantised coefficients of a block of samples, row by row. */
const coefficientsOf = (samples: readonly number[]): readonly number[] => {
  const acrossRows = samples.map((_, index) => {
    const [row, u] = [Math.floor(index / SIZE), index % SIZE];
    return COSINES[u]!.reduce((sum, cosine, x) => sum + cosine * samples[row * SIZE + x]!, 0);
  });
  return samples.map((_, index) => {
    const [v, u] = [Math.floor(index / SIZE), index % SIZE];
    const value = COSINES[v]!.reduce((sum, cosine, y) => sum + cosine * acrossRows[y * SIZE + u]!, 0);
    return Math.round(value / QUANTUM);
  });
};

class BitWriter {
  readonly bytes: number[] = [];
  private held = 0;
  private count = 0;

  write(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      this.held = (this.held << 1) | ((value >> bit) & 1);
      if (++this.count === 8) this.flush();
    }
  }

  /** Fills the last byte with ones. */
  end(): void {
    while (this.count > 0) this.write(1, 1);
  }

  private flush(): void {
    this.bytes.push(this.held, ...(this.held === 0xff ? [0] : []));
    this.held = 0;
    this.count = 0;
  }
}

const sizeOf = (value: number): number => (value === 0 ? 0 : 32 - Math.clz32(Math.abs(value)));
/** The bits that follow a size: a negative value is one less than its complement. */
const writeValue = (out: BitWriter, value: number, size: number): void =>
  out.write(value < 0 ? value + (1 << size) - 1 : value, size);

const writeBlock = (out: BitWriter, coefficients: readonly number[], before: number): number => {
  const [dc = 0, ...ac] = ZIGZAG.map((index) => coefficients[index]!);
  const size = sizeOf(dc - before);
  out.write(DC_SYMBOLS.indexOf(size), DC_CODE_BITS);
  writeValue(out, dc - before, size);
  let zeros = 0;
  const last = ac.findLastIndex((value) => value !== 0);
  for (const value of ac.slice(0, last + 1)) {
    if (value === 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16) out.write(AC_SYMBOLS.indexOf(SIXTEEN_ZEROS), AC_CODE_BITS);
    out.write(AC_SYMBOLS.indexOf((zeros << 4) | sizeOf(value)), AC_CODE_BITS);
    writeValue(out, value, sizeOf(value));
    zeros = 0;
  }
  if (last < ac.length - 1) out.write(AC_SYMBOLS.indexOf(END_OF_BLOCK), AC_CODE_BITS);
  return dc;
};

/** Samples of the block at (top, left), the last row and column repeated beyond the edge. */
const blockOf = (picture: { rows: number; columns: number; pixels: Samples }, top: number, left: number) =>
  Array.from({ length: SIZE * SIZE }, (_, index) => {
    const row = Math.min(top + Math.floor(index / SIZE), picture.rows - 1);
    const column = Math.min(left + (index % SIZE), picture.columns - 1);
    return picture.pixels[row * picture.columns + column]! - MIDDLE;
  });

export const jpegExtended = (picture: { rows: number; columns: number; pixels: Samples }): Uint8Array => {
  const { rows, columns } = picture;
  const out = new BitWriter();
  let dc = 0;
  for (let top = 0; top < rows; top += SIZE)
    for (let left = 0; left < columns; left += SIZE)
      dc = writeBlock(out, coefficientsOf(blockOf(picture, top, left)), dc);
  out.end();
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, 0, ...Array<number>(SIZE * SIZE).fill(QUANTUM)),
    ...segment(0xc1, BITS, rows >> 8, rows & 0xff, columns >> 8, columns & 0xff, 1, 1, 0x11, 0),
    ...segment(0xc4, ...huffmanTable(0x00, DC_CODE_BITS, DC_SYMBOLS)),
    ...segment(0xc4, ...huffmanTable(0x10, AC_CODE_BITS, AC_SYMBOLS)),
    ...segment(0xda, 1, 1, 0x00, 0, 63, 0),
    ...out.bytes,
    ...[0xff, 0xd9],
  ]);
};
