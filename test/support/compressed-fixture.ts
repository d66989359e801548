import { concatBytes, type DicomFixture, dicomFixture } from './dicom-fixture.ts';
import { ENCODING_UIDS, type Encoding, encodeFrame, type GreyPicture } from './encode-frame.ts';

/** Fragments of each frame. */
export type Fragments = readonly (readonly Uint8Array[])[];

export interface CompressedFixture {
  readonly uid: string;
  readonly fragments: Fragments;
  readonly picture: Omit<GreyPicture, 'pixels'>;
  /** Which table tells where frames begin; none without it. */
  readonly table?: 'basic' | 'extended';
  /** What the table says, where that is a lie. */
  readonly offsets?: readonly number[];
  readonly set?: DicomFixture['set'];
}

const uint32s = (...values: readonly number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  return new Uint8Array(view.buffer);
};

const padded = (bytes: Uint8Array): Uint8Array =>
  bytes.length % 2 === 0 ? bytes : concatBytes(bytes, new Uint8Array(1));
const item = (value: Uint8Array): Uint8Array => concatBytes(uint32s(0xe000fffe, value.length), value);

/** Where frames begin, counted from the first fragment's item. */
const offsetsOf = (fragments: Fragments): readonly number[] => {
  let at = 0;
  return fragments.map((frame) => {
    const start = at;
    at += frame.reduce((sum, fragment) => sum + 8 + padded(fragment).length, 0);
    return start;
  });
};

const longElement = (tag: number, vr: string, length: number): Uint8Array =>
  concatBytes(uint32s(tag), new TextEncoder().encode(vr), new Uint8Array(2), uint32s(length));

/** The bytes of a file with compressed frames. */
export const compressedFixture = (fixture: CompressedFixture): Uint8Array<ArrayBuffer> => {
  const { uid, fragments, picture, table, offsets = offsetsOf(fragments), set } = fixture;
  const { bitsAllocated, bitsStored, signed, rows, columns } = picture;
  const header = dicomFixture({
    claimSyntaxUid: uid,
    rows,
    columns,
    bitsAllocated,
    signed,
    set: {
      '00280101': ['US', [bitsStored]],
      '00280102': ['US', [bitsStored - 1]],
      ...(fragments.length > 1 && { '00280008': ['IS', `${fragments.length}`] as const }),
      ...set,
      '7FE00010': undefined,
    },
  });
  const extended = uint32s(...offsets.flatMap((offset) => [offset, 0]));
  const lengths = uint32s(...fragments.flatMap((frame) => [frame.reduce((sum, { length }) => sum + length, 0), 0]));
  return concatBytes(
    header,
    ...(table === 'extended'
      ? [
          longElement(0x00017fe0, 'OV', extended.length),
          extended,
          longElement(0x00027fe0, 'OV', lengths.length),
          lengths,
        ]
      : []),
    longElement(0x00107fe0, 'OB', 0xffffffff),
    item(table === 'basic' ? uint32s(...offsets) : new Uint8Array(0)),
    ...fragments.flat().map((fragment) => item(padded(fragment))),
    uint32s(0xe0ddfffe, 0),
  );
};

/** A file with one compressed picture. */
export const compressedSlice = async (encoding: Encoding, picture: GreyPicture): Promise<Uint8Array<ArrayBuffer>> =>
  compressedFixture({
    uid: ENCODING_UIDS[encoding],
    fragments: [[await encodeFrame(encoding, picture)]],
    picture,
  });
