import type { DataSet, Encapsulated } from '../study/data-set.ts';
import { decimal } from '../study/decimals.ts';
import type { SyntaxName } from '../study/file.ts';
import type { Slice } from '../study/slice.ts';
import { ENCODERS, type EncoderName } from './codestreams.ts';

/** How codestreams are laid into the pixel data (PS3.5 A.4). */
export interface Layout {
  readonly table?: 'empty' | 'basic' | 'extended';
  /** Of each frame. */
  readonly fragments?: number;
}

/** LossyImageCompressionMethod of what loses pixels. */
const METHODS: Partial<Readonly<Record<EncoderName, string>>> = {
  'jpeg-baseline': 'ISO_10918_1',
  'jpeg-extended': 'ISO_10918_1',
  'jpeg-ls-near': 'ISO_14495_1',
  'jpeg-2000': 'ISO_15444_1',
  htj2k: 'ISO_15444_15',
};

const evenly = (length: number): number => length + (length % 2);

/** Fragments of even length; the last one is padded when it is written. */
const inFragments = (frame: Uint8Array, count: number): readonly Uint8Array[] => {
  const length = evenly(Math.ceil(frame.length / count));
  return Array.from({ length: count }, (_, index) => frame.subarray(index * length, (index + 1) * length));
};

const ITEM_HEADER = 8;
const sizeIn = (fragments: readonly Uint8Array[]): number =>
  fragments.reduce((sum, { length }) => sum + ITEM_HEADER + evenly(length), 0);

const startsOf = (frames: readonly (readonly Uint8Array[])[]): readonly number[] => {
  let next = 0;
  return frames.map((fragments) => {
    const start = next;
    next += sizeIn(fragments);
    return start;
  });
};

const uint64s = (values: readonly number[]): Uint8Array => {
  const words = BigUint64Array.from(values.map(BigInt));
  return new Uint8Array(words.buffer);
};

/** Makes these codestreams, one a frame, the pixel data. */
export const putFrames = (
  dataSet: DataSet,
  frames: readonly Uint8Array[],
  { table = 'empty', fragments = 1 }: Layout = {},
): void => {
  const laid = frames.map((frame) => inFragments(frame, fragments));
  const starts = startsOf(laid);
  const value: Encapsulated = { offsets: table === 'basic' ? starts : [], fragments: laid.flat() };
  dataSet.put('7FE00010', { vr: 'OB', value });
  if (table !== 'extended') return;
  const lengths = laid.map((parts) => parts.reduce((sum, { length }) => sum + length, 0));
  dataSet.set({ ExtendedOffsetTable: uint64s(starts), ExtendedOffsetTableLengths: uint64s(lengths) });
};

export const codestreamOf = (slice: Slice, encoder: EncoderName): Uint8Array =>
  ENCODERS[encoder]({
    rows: slice.rows,
    columns: slice.columns,
    bitsStored: slice.dataSet.number('BitsStored'),
    pixels: slice.pixels,
  });

/** Compresses a slice; its header says what was lost. */
export const compress = (slice: Slice, encoder: EncoderName & SyntaxName, layout: Layout = {}): Slice => {
  const plain = slice.pixels.byteLength;
  const frame = codestreamOf(slice, encoder);
  putFrames(slice.dataSet, [frame], layout);
  slice.syntax = encoder;
  const method = METHODS[encoder];
  return method === undefined
    ? slice
    : slice.set({
        LossyImageCompression: '01',
        LossyImageCompressionMethod: method,
        LossyImageCompressionRatio: decimal(Number((plain / frame.length).toFixed(2))),
      });
};
