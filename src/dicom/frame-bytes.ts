import type { PixelDataPlace } from '../domain/slice-header.ts';
import { SpineError, type Where } from '../domain/spine-error.ts';
import { sharedDecodePool } from './codecs/decode-pool.ts';
import { type FrameRanges, frameRangesOf, joined } from './encapsulated-frames.ts';
import { pixelLengthMismatch, truncatedPixels, unsupportedPixels, unsupportedSyntax } from './errors.ts';
import { byteCountOf, type FramePlace, type PixelFormat } from './pixel-format.ts';
import { codecOf, syntaxLabel } from './transfer-syntax.ts';

export type FrameNote = 'PIXEL_DATA_LONGER';

/** A frame and the bytes that contain it. */
export interface FrameData extends FramePlace {
  /** The whole file, or the part that holds the frame. */
  readonly bytes: Uint8Array;
  /** Offset of `bytes` in the file. */
  readonly bytesFrom: number;
  readonly place: PixelDataPlace;
  readonly extendedOffsets?: Uint8Array | undefined;
  /** The frame's fragments, if already located. */
  readonly fragments?: FrameRanges | undefined;
}

/** Options for reading a frame. */
export interface FrameReading {
  readonly uid: string;
  readonly format: PixelFormat;
  readonly where: Where;
}

/** Pixels of a frame, least significant byte first. */
export interface FrameBytes {
  readonly bytes: Uint8Array;
  readonly notes: readonly FrameNote[];
}

/** Range of a frame of uncompressed pixels in its file. A padding byte follows the last frame if the length is odd. */
export const nativeRange = (
  { place, index, count }: Pick<FrameData, 'place' | 'index' | 'count'>,
  { format, where }: FrameReading,
): { readonly from: number; readonly to: number; readonly notes: readonly FrameNote[] } => {
  if (place.encapsulated)
    throw unsupportedPixels('its pixel data is encapsulated, but its transfer syntax is an uncompressed one', where);
  const frameLength = byteCountOf(format);
  const needed = count * frameLength;
  if (place.length < needed) throw pixelLengthMismatch(place.length, { ...format, frames: count }, where);
  const from = place.offset + index * frameLength;
  return { from, to: from + frameLength, notes: place.length > needed + (needed % 2) ? ['PIXEL_DATA_LONGER'] : [] };
};

const withSwappedWords = (bytes: Uint8Array): Uint8Array => {
  const swapped = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i += 2) {
    swapped[i] = bytes[i + 1]!;
    swapped[i + 1] = bytes[i]!;
  }
  return swapped;
};

/** Uncompressed pixels: a view, or a copy for big-endian files. */
const nativeBytes = (data: FrameData, reading: FrameReading, byteOrder: 'little' | 'big'): FrameBytes => {
  const { format, where } = reading;
  const { from, to, notes } = nativeRange(data, reading);
  const { bytes, bytesFrom, place } = data;
  if (to - bytesFrom > bytes.length)
    throw truncatedPixels(
      Math.max(0, bytesFrom + bytes.length - place.offset),
      data.count * byteCountOf(format),
      where,
    );
  const plain = bytes.subarray(from - bytesFrom, to - bytesFrom);
  if (byteOrder === 'little') return { bytes: plain, notes };
  if (format.bytesPerPixel === 2) return { bytes: withSwappedWords(plain), notes };
  if (place.vr === 'OW') throw unsupportedPixels('its 8-bit pixels lie two by two in big-endian words', where);
  return { bytes: plain, notes };
};

/** Locates the fragments of all frames of an encapsulated file. @param data its bytes are the whole file */
export const fragmentRanges = (data: FrameData, where: Where): readonly FrameRanges[] => {
  const { bytes, place, count, extendedOffsets } = data;
  if (!place.encapsulated)
    throw unsupportedPixels('its pixel data is not encapsulated, but its transfer syntax is a compressed one', where);
  return frameRangesOf({ bytes, dataOffset: place.offset, frameCount: count, extendedOffsets }, where);
};

const compressedFrame = (data: FrameData, where: Where): Uint8Array => {
  const { bytes, bytesFrom, index } = data;
  const fragments = data.fragments ?? fragmentRanges(data, where)[index]!;
  return joined(
    fragments.map(({ from, to }) => {
      if (to - bytesFrom > bytes.length) throw truncatedPixels(bytesFrom + bytes.length - from, to - from, where);
      return bytes.subarray(from - bytesFrom, to - bytesFrom);
    }),
  );
};

/**
 * Decodes the pixels of a frame: codestreams in a thread of the pool, everything else here.
 * @throws see `decodeSlice`
 */
export const frameBytes = async (data: FrameData, reading: FrameReading): Promise<FrameBytes> => {
  const { uid, format, where } = reading;
  const codec = codecOf(uid);
  if (codec === undefined) throw unsupportedSyntax(syntaxLabel(uid), where);
  if (codec.kind === 'native') return nativeBytes(data, reading, codec.byteOrder);
  const frame = compressedFrame(data, where);
  if (codec.kind === 'codestream') {
    const bytes = await sharedDecodePool().decode({ uid, label: syntaxLabel(uid), frame, format, where });
    return { bytes, notes: [] };
  }
  try {
    return { bytes: codec.unpack(frame, format), notes: [] };
  } catch (error) {
    throw error instanceof SpineError ? error.at(where) : error;
  }
};
