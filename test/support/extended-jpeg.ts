import { concatBytes } from './dicom-fixture.ts';
import { bitWriter, huffman, segment, sizeOf } from './jpeg-parts.ts';

const DC_SYMBOLS = 16;
const AC_SYMBOLS = 255;

const ZIGZAG = Array.from({ length: 64 }, (_, i) => i).sort((a, b) => {
  const [ya, xa, yb, xb] = [a >> 3, a & 7, b >> 3, b & 7];
  const [da, db] = [xa + ya, xb + yb];
  if (da !== db) return da - db;
  return da % 2 === 0 ? yb - ya : ya - yb;
});

/** Coefficients of a block whose values are centred about 0. */
const forwardDct = (block: readonly number[]): number[] =>
  Array.from({ length: 64 }, (_, i) => {
    const [v, u] = [i >> 3, i & 7];
    let sum = 0;
    for (let y = 0; y < 8; y++)
      for (let x = 0; x < 8; x++)
        sum +=
          block[y * 8 + x]! * Math.cos(((2 * x + 1) * u * Math.PI) / 16) * Math.cos(((2 * y + 1) * v * Math.PI) / 16);
    return (sum / 4) * (u === 0 ? Math.SQRT1_2 : 1) * (v === 0 ? Math.SQRT1_2 : 1);
  });

interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly bitsStored: number;
  readonly pixels: ArrayLike<number>;
}

export interface ExtendedJpegOptions {
  /** Blocks between restart markers; none without it. */
  readonly restartInterval?: number;
  /** One for all coefficients. */
  readonly quantisation?: number;
}

/** A JPEG stream of process 4 (12 bits) or 2 (8 bits) for tests: right, and as long as it likes. */
export const encodeExtendedJpeg = (
  { rows, columns, bitsStored, pixels }: Picture,
  { restartInterval = 0, quantisation = 2 }: ExtendedJpegOptions = {},
): Uint8Array => {
  const { bytes, write, difference, flush } = bitWriter();
  const middle = 2 ** (bitsStored - 1);
  const across = Math.ceil(columns / 8);
  const blocks = across * Math.ceil(rows / 8);
  let previous = 0;
  for (let index = 0; index < blocks; index++) {
    if (restartInterval > 0 && index > 0 && index % restartInterval === 0) {
      flush();
      bytes.push(0xff, 0xd0 + ((index / restartInterval - 1) % 8));
      previous = 0;
    }
    const [top, left] = [8 * Math.floor(index / across), 8 * (index % across)];
    const block = Array.from({ length: 64 }, (_, i) => {
      const [y, x] = [Math.min(rows - 1, top + (i >> 3)), Math.min(columns - 1, left + (i & 7))];
      return pixels[y * columns + x]! - middle;
    });
    const coded = forwardDct(block).map((value) => Math.round(value / quantisation));
    const dc = coded[0]! - previous;
    previous = coded[0]!;
    write(sizeOf(dc), 8);
    difference(dc, sizeOf(dc));
    let zeros = 0;
    const last = ZIGZAG.findLastIndex((place, k) => k > 0 && coded[place] !== 0);
    for (let k = 1; k <= last; k++) {
      const value = coded[ZIGZAG[k]!]!;
      if (value === 0) {
        zeros++;
        continue;
      }
      for (; zeros > 15; zeros -= 16) write(0xf0, 8);
      write((zeros << 4) | sizeOf(value), 8);
      difference(value, sizeOf(value));
      zeros = 0;
    }
    if (last < 63) write(0, 8);
  }
  flush();
  return concatBytes(
    Uint8Array.of(0xff, 0xd8),
    segment(0xdb, Uint8Array.of(0, ...Array(64).fill(quantisation))),
    segment(0xc1, Uint8Array.of(bitsStored, rows >> 8, rows & 0xff, columns >> 8, columns & 0xff, 1, 1, 0x11, 0)),
    segment(0xc4, huffman(0x00, DC_SYMBOLS)),
    segment(0xc4, huffman(0x10, AC_SYMBOLS)),
    ...(restartInterval > 0 ? [segment(0xdd, Uint8Array.of(restartInterval >> 8, restartInterval & 0xff))] : []),
    segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)),
    Uint8Array.from(bytes),
    Uint8Array.of(0xff, 0xd9),
  );
};
