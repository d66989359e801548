import { BrokenStream, type DecodedStream } from './codec.ts';
import { type HuffmanTable, huffmanTableOf } from './huffman.ts';
import { inverseDct } from './inverse-dct.ts';
import { JpegBits } from './jpeg-bits.ts';
import type { JpegStream } from './jpeg-segments.ts';

const DHT = 0xc4;
const DQT = 0xdb;
const SIDE = 8;

/** Zigzag order: from coding order to the position in the block. */
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
  55, 62, 63,
] as const;

/** Quantisation table of the component, in coding order. */
const quantisationOf = ({ segments, process }: JpegStream): readonly number[] => {
  const frame = segments.find(({ marker }) => marker === process)!;
  const wanted = frame.data[8]!;
  let found: readonly number[] | undefined;
  for (const { data } of segments.filter(({ marker }) => marker === DQT)) {
    for (let at = 0; at < data.length; ) {
      const [bytesPerValue, id] = [data[at]! >> 4 === 0 ? 1 : 2, data[at]! & 15];
      if (at + 1 + 64 * bytesPerValue > data.length) throw new BrokenStream('a quantisation table breaks off');
      const from = at + 1;
      const values = Array.from({ length: 64 }, (_, i) =>
        bytesPerValue === 1 ? data[from + i]! : (data[from + 2 * i]! << 8) | data[from + 2 * i + 1]!,
      );
      if (id === wanted) found = values;
      at = from + 64 * bytesPerValue;
    }
  }
  if (found === undefined) throw new BrokenStream('its quantisation table is missing');
  return found;
};

/** Huffman tables of the scan. */
const tablesOf = ({ segments }: JpegStream): { readonly dc: HuffmanTable; readonly ac: HuffmanTable } => {
  const selectors = segments.at(-1)!.data[2]!;
  const tables = new Map<number, HuffmanTable>();
  for (const { data } of segments.filter(({ marker }) => marker === DHT)) {
    for (let at = 0; at < data.length; ) {
      const { table, end } = huffmanTableOf(data, at + 1);
      tables.set(data[at]!, table);
      at = end;
    }
  }
  const [dc, ac] = [tables.get(selectors >> 4), tables.get(0x10 | (selectors & 15))];
  if (dc === undefined || ac === undefined) throw new BrokenStream('a Huffman table is missing');
  return { dc, ac };
};

/**
 * Decodes a sequential JPEG stream of one component, 8 or 12 bits (ISO 10918-1, annex F). No maintained package decodes 12 bits: libjpeg-turbo is
 * built for 8, and the alternatives declare themselves unfit for production. Unlike viewers, it does not fill in missing data.
 */
export const decodeSequentialJpeg = (frame: Uint8Array, stream: JpegStream): DecodedStream => {
  const { rows, columns, components, precision, restartInterval } = stream;
  const quantisation = quantisationOf(stream);
  const { dc, ac } = tablesOf(stream);
  const bits = new JpegBits(frame.subarray(stream.scanStart, stream.scanEnd));
  const values = new Uint16Array(rows * columns);
  const [greatest, middle] = [2 ** precision - 1, 2 ** (precision - 1)];
  const coefficients = new Float64Array(64);
  const block = new Float64Array(64);
  const [across, down] = [Math.ceil(columns / SIDE), Math.ceil(rows / SIDE)];
  let previousDc = 0;

  const readBlock = (): void => {
    coefficients.fill(0);
    previousDc += bits.difference(bits.symbol(dc));
    coefficients[0] = previousDc * quantisation[0]!;
    for (let k = 1; k < 64; k++) {
      const symbol = bits.symbol(ac);
      const [zeros, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && zeros !== 15) break;
      k += zeros;
      if (k > 63) throw new BrokenStream('a block has more than 64 coefficients');
      if (size > 0) coefficients[ZIGZAG[k]!] = bits.difference(size) * quantisation[k]!;
    }
  };
  const writeBlock = (top: number, left: number): void => {
    inverseDct(coefficients, block);
    const [height, width] = [Math.min(SIDE, rows - top), Math.min(SIDE, columns - left)];
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        values[(top + y) * columns + left + x] = Math.min(
          greatest,
          Math.max(0, Math.round(block[y * SIDE + x]! + middle)),
        );
  };

  for (let index = 0; index < across * down; index++) {
    if (restartInterval > 0 && index > 0 && index % restartInterval === 0) {
      bits.restart();
      previousDc = 0;
    }
    readBlock();
    writeBlock(SIDE * Math.floor(index / across), SIDE * (index % across));
  }
  bits.expectEnd();
  return { rows, columns, components, precision, values };
};
