import type { Where } from '../../domain/spine-error.ts';
import { brokenRle } from '../errors.ts';
import type { Codec } from './codec.ts';

const HEADER_BYTES = 64;
/** Two bytes of PackBits expand to at most 128. */
const GREATEST_RATIO = 64;
const NO_OPERATION = 128;

interface RleExtent {
  readonly pixelCount: number;
  readonly bytesPerPixel: number;
}

/** Padding after a complete segment: zero bytes and no-operations only. */
const isPadding = (rest: Uint8Array): boolean => rest.every((byte) => byte === 0 || byte === NO_OPERATION);

interface Plane {
  readonly name: string;
  /** Index in `out` of the plane's first byte; the others follow every `step` bytes. */
  readonly first: number;
  readonly step: number;
}

/**
 * Unpacks one PackBits segment into every `step`-th byte of `out`: a control byte c < 128 precedes c + 1 literal bytes, c > 128 one byte that is
 * repeated 257 - c times.
 */
const unpackInto = (out: Uint8Array, segment: Uint8Array, { name, first, step }: Plane, where: Where): void => {
  const end = out.length;
  let to = first;
  let from = 0;
  while (to < end) {
    if (from >= segment.length) throw brokenRle(`${name} decodes short`, where);
    const control = segment[from++]!;
    if (control === NO_OPERATION) continue;
    const isRun = control > NO_OPERATION;
    const count = isRun ? 257 - control : control + 1;
    if (from + (isRun ? 1 : count) > segment.length) throw brokenRle(`${name} decodes short`, where);
    if (to + (count - 1) * step >= end) throw brokenRle(`${name} decodes long`, where);
    if (isRun) {
      const value = segment[from++]!;
      for (let i = 0; i < count; i++, to += step) out[to] = value;
    } else {
      for (let i = 0; i < count; i++, to += step) out[to] = segment[from++]!;
    }
  }
  if (!isPadding(segment.subarray(from))) throw brokenRle(`${name} decodes long`, where);
};

/** The segments of a frame, one per byte of a pixel, most significant first. */
const segmentsOf = (frame: Uint8Array, segmentCount: number, where: Where): readonly Uint8Array[] => {
  if (frame.length < HEADER_BYTES) throw brokenRle(`its header has ${frame.length} of 64 bytes`, where);
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const found = view.getUint32(0, true);
  if (found !== segmentCount) throw brokenRle(`it has ${found} segments, expected ${segmentCount}`, where);
  const starts = Array.from({ length: segmentCount }, (_, index) => view.getUint32(4 * (index + 1), true));
  const bounds = [...starts, frame.length];
  if (starts[0]! < HEADER_BYTES || starts.some((start, index) => start > bounds[index + 1]!))
    throw brokenRle('its segments overlap or lie outside the frame', where);
  return starts.map((start, index) => frame.subarray(start, bounds[index + 1]));
};

/**
 * Decodes one frame of RLE Lossless (DICOM PS3.5 Annex G).
 * @returns pixelCount * bytesPerPixel bytes, each pixel's bytes least significant first
 * Allocates nothing before checking that the frame is long enough for so many pixels.
 * @throws DICOM_RLE_BROKEN if a segment has fewer or more bytes than there are pixels
 */
export const decodeRle = (frame: Uint8Array, extent: RleExtent, where: Where = {}): Uint8Array<ArrayBuffer> => {
  const { pixelCount, bytesPerPixel } = extent;
  const segments = segmentsOf(frame, bytesPerPixel, where);
  const names = segments.map((_, index) => `segment ${index + 1} of ${bytesPerPixel}`);
  segments.forEach((segment, index) => {
    if (segment.length * GREATEST_RATIO < pixelCount) throw brokenRle(`${names[index]} decodes short`, where);
  });
  const out = new Uint8Array(pixelCount * bytesPerPixel);
  segments.forEach((segment, index) => {
    unpackInto(out, segment, { name: names[index]!, first: bytesPerPixel - 1 - index, step: bytesPerPixel }, where);
  });
  return out;
};

/** RLE Lossless. */
export const rleLossless: Codec = {
  kind: 'packed',
  unpack: (frame, { rows, columns, bytesPerPixel }) => decodeRle(frame, { pixelCount: rows * columns, bytesPerPixel }),
  syntaxes: [{ uid: '1.2.840.10008.1.2.5', name: 'RLE Lossless', lossy: false }],
};
