import { concatBytes } from './dicom-fixture.ts';
import { bitWriter, huffman, segment, sizeOf } from './jpeg-parts.ts';

/** Sizes of differences, from 0 to 16 bits. */
const SYMBOLS = 17;

interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly bitsStored: number;
  readonly pixels: ArrayLike<number>;
}

/** A lossless JPEG stream, predicted from the left, with restart markers: what the encoders of packages do not write. */
export const encodeLosslessJpeg = (
  { rows, columns, bitsStored, pixels }: Picture,
  restartInterval: number,
): Uint8Array => {
  const { bytes, write, difference, flush } = bitWriter();
  const middle = 2 ** (bitsStored - 1);
  const predicted = (index: number): number => {
    const sinceRestart = index % restartInterval;
    if (sinceRestart === 0) return middle;
    return index % columns > 0 ? pixels[index - 1]! : sinceRestart >= columns ? pixels[index - columns]! : middle;
  };
  for (let index = 0; index < rows * columns; index++) {
    if (index > 0 && index % restartInterval === 0) {
      flush();
      bytes.push(0xff, 0xd0 + ((index / restartInterval - 1) % 8));
    }
    const value = pixels[index]! - predicted(index);
    write(sizeOf(value), 8);
    difference(value, sizeOf(value));
  }
  flush();
  return concatBytes(
    Uint8Array.of(0xff, 0xd8),
    segment(0xc3, Uint8Array.of(bitsStored, rows >> 8, rows & 0xff, columns >> 8, columns & 0xff, 1, 1, 0x11, 0)),
    segment(0xc4, huffman(0x00, SYMBOLS)),
    segment(0xdd, Uint8Array.of(restartInterval >> 8, restartInterval & 0xff)),
    segment(0xda, Uint8Array.of(1, 1, 0, 1, 0, 0)),
    Uint8Array.from(bytes),
    Uint8Array.of(0xff, 0xd9),
  );
};
