import type { PixelFormat } from '../pixel-format.ts';
import { BrokenStream, type DecodedStream } from './codec.ts';

/** Picture properties from the header of a codestream. */
export type StreamHeader = Omit<DecodedStream, 'values'>;

/** 8192 x 8192, far beyond any slice: a few bytes can claim any size, and a decoder would allocate it. */
const MAX_PIXELS = 2 ** 26;

/**
 * Compares a codestream with the header of its file: once on the stream's own header before decoding, so that a false size allocates no memory, and
 * once on the decoded result. The precision may differ from BitsStored, which encoders set as they like; the values must fit the pixels.
 */
export const checkStream = (found: StreamHeader, { rows, columns, bytesPerPixel }: PixelFormat): void => {
  if (found.components !== 1) throw new BrokenStream(`its codestream has ${found.components} components, expected 1`);
  if (found.rows !== rows || found.columns !== columns)
    throw new BrokenStream(
      `its codestream has ${found.rows} rows of ${found.columns} columns, but the header of the file says ${rows} of ${columns}`,
    );
  if (rows * columns > MAX_PIXELS)
    throw new BrokenStream(`its picture of ${rows} rows of ${columns} columns is larger than any slice`);
  if (!(found.precision >= 1 && found.precision <= 8 * bytesPerPixel))
    throw new BrokenStream(
      `its codestream has values of ${found.precision} bits, but the header of the file allocates ${8 * bytesPerPixel}`,
    );
};

/**
 * Decoded values as pixel bytes, least significant first. The sign is taken from the header: a stream that cannot declare signed values, or declares
 * them wrongly, still holds their lowest bits (pydicom reads them the same way).
 */
export const pixelBytesOf = (stream: DecodedStream, format: PixelFormat): Uint8Array<ArrayBuffer> => {
  checkStream(stream, format);
  const { values, precision } = stream;
  const pixelCount = format.rows * format.columns;
  if (values.length !== pixelCount)
    throw new BrokenStream(`its codestream gives ${values.length} values, expected ${pixelCount}`);
  const pixels = format.bytesPerPixel === 1 ? new Uint8Array(pixelCount) : new Uint16Array(pixelCount);
  const unused = 32 - precision;
  if (format.isSigned) for (let i = 0; i < pixelCount; i++) pixels[i] = (values[i]! << unused) >> unused;
  else for (let i = 0; i < pixelCount; i++) pixels[i] = (values[i]! << unused) >>> unused;
  return new Uint8Array(pixels.buffer);
};
