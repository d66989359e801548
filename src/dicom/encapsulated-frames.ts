import type { Where } from '../domain/spine-error.ts';
import { brokenFragments, truncatedPixels } from './errors.ts';

const ITEM = 0xfffee000;
const SEQUENCE_END = 0xfffee0dd;
const ITEM_HEADER_BYTES = 8;

/** Bytes of a file, from `from` up to but not including `to`. */
interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** A frame: its fragments, in order. */
export type FrameRanges = readonly ByteRange[];

/** Encapsulated pixel data of a whole file. */
export interface EncapsulatedPixels {
  readonly bytes: Uint8Array;
  /** Offset of the value of the pixel data element. */
  readonly dataOffset: number;
  readonly frameCount: number;
  /** Value of ExtendedOffsetTable (7FE0,0001), if the file has one. */
  readonly extendedOffsets?: Uint8Array | undefined;
}

/** All items, the offset table first, up to the delimiter, which may be cut off. */
const itemsOf = ({ bytes, dataOffset }: EncapsulatedPixels, where: Where): readonly ByteRange[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: ByteRange[] = [];
  let at = dataOffset;
  while (at + ITEM_HEADER_BYTES <= bytes.length) {
    const tag = view.getUint16(at, true) * 0x10000 + view.getUint16(at + 2, true);
    const length = view.getUint32(at + 4, true);
    at += ITEM_HEADER_BYTES;
    if (tag === SEQUENCE_END) break;
    if (tag !== ITEM) throw brokenFragments('a fragment does not begin where the one before it ends', where);
    if (at + length > bytes.length) throw truncatedPixels(bytes.length - at, length, where);
    items.push({ from: at, to: at + length });
    at += length;
  }
  return items;
};

const basicOffsets = (bytes: Uint8Array, table: ByteRange, where: Where): readonly number[] => {
  if ((table.to - table.from) % 4 !== 0) throw brokenFragments('the basic offset table has a broken length', where);
  const view = new DataView(bytes.buffer, bytes.byteOffset + table.from, table.to - table.from);
  return Array.from({ length: view.byteLength / 4 }, (_, i) => view.getUint32(4 * i, true));
};

const extendedOffsets = (value: Uint8Array, where: Where): readonly number[] => {
  if (value.length % 8 !== 0) throw brokenFragments('the extended offset table has a broken length', where);
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  return Array.from({ length: value.length / 8 }, (_, i) => Number(view.getBigUint64(8 * i, true)));
};

/** Groups fragments into runs that begin at the indices in `starts`. */
const runsOf = (fragments: readonly ByteRange[], starts: readonly number[]): readonly FrameRanges[] =>
  starts.map((start, index) => fragments.slice(start, starts[index + 1]));

/** Frames by an offset table; offsets count from the first fragment's item. */
const byTable = (fragments: readonly ByteRange[], offsets: readonly number[], where: Where): readonly FrameRanges[] => {
  const origin = fragments[0]!.from - ITEM_HEADER_BYTES;
  const indexAt = new Map(fragments.map(({ from }, index) => [from - ITEM_HEADER_BYTES - origin, index]));
  const starts = offsets.map((offset) => indexAt.get(offset));
  if (starts[0] !== 0 || starts.some((start, i) => start === undefined || (i > 0 && start <= (starts[i - 1] ?? 0))))
    throw brokenFragments('its offset table points to places where no frame begins', where);
  return runsOf(fragments, starts as readonly number[]);
};

/** The first bytes of a JPEG or JPEG-LS picture, and of a JPEG 2000 one; they do not occur within a stream. */
const STARTS = [
  [0xff, 0xd8, 0xff],
  [0xff, 0x4f, 0xff, 0x51],
] as const;

/** Frames by picture signatures, for several fragments per frame without a table. */
const byContent = (
  { bytes, frameCount }: EncapsulatedPixels,
  fragments: readonly ByteRange[],
  where: Where,
): readonly FrameRanges[] => {
  const begins = ({ from }: ByteRange): boolean =>
    STARTS.some((start) => start.every((byte, i) => bytes[from + i] === byte));
  const starts = fragments.flatMap((fragment, index) => (begins(fragment) ? [index] : []));
  if (starts.length !== frameCount || starts[0] !== 0)
    throw brokenFragments(
      `the file says ${frameCount} frames, has ${fragments.length} fragments, and no offset table that tells which belong together`,
      where,
    );
  return runsOf(fragments, starts);
};

/**
 * Locates the fragments of each frame (DICOM PS3.5 A.4). A single frame owns all fragments. Several frames are separated by the basic or the extended
 * offset table; without one, each fragment is a frame, or frames are recognised by picture signatures.
 * @throws DICOM_FRAGMENTS_BROKEN if table, fragments and NumberOfFrames contradict each other; DICOM_PIXELS_TRUNCATED
 */
export const frameRangesOf = (pixels: EncapsulatedPixels, where: Where = {}): readonly FrameRanges[] => {
  const { bytes, frameCount } = pixels;
  const [table, ...fragments] = itemsOf(pixels, where);
  if (table === undefined || fragments.length === 0) throw brokenFragments('there are none', where);
  const basic = basicOffsets(bytes, table, where);
  const offsets = basic.length > 0 ? basic : extendedOffsets(pixels.extendedOffsets ?? new Uint8Array(0), where);
  if (offsets.length > 0 && offsets.length !== frameCount)
    throw brokenFragments(`its offset table has ${offsets.length} frames, but the file says ${frameCount}`, where);
  if (frameCount === 1) return [fragments];
  if (offsets.length > 0) return byTable(fragments, offsets, where);
  if (fragments.length === frameCount) return fragments.map((fragment) => [fragment]);
  return byContent(pixels, fragments, where);
};

/** Fragments as one piece: a view of a single one, else a copy. */
export const joined = (fragments: readonly Uint8Array[]): Uint8Array =>
  fragments.length === 1 ? fragments[0]! : Buffer.concat(fragments);
