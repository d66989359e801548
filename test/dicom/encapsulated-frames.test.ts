import { expect } from 'chai';
import fc from 'fast-check';
import { frameRangesOf } from '../../src/dicom/encapsulated-frames.ts';
import { concatBytes } from '../support/dicom-fixture.ts';
import { thrownBy } from '../support/thrown-by.ts';

const uint32s = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);
const uint64s = (...values: readonly number[]): Uint8Array =>
  new Uint8Array(BigUint64Array.from(values.map(BigInt)).buffer);
const item = (value: Uint8Array): Uint8Array => concatBytes(uint32s(0xe000fffe, value.length), value);
const END = uint32s(0xe0ddfffe, 0);
/** What stands before the value of the element. */
const BEFORE = Uint8Array.of(1, 2, 3, 4, 5);

interface Encapsulated {
  readonly fragments: readonly Uint8Array[];
  readonly frameCount?: number;
  readonly table?: Uint8Array;
  readonly extendedOffsets?: Uint8Array;
  readonly end?: Uint8Array;
}

/** The bytes of each frame. */
const framesOf = ({
  fragments,
  frameCount = 1,
  table = new Uint8Array(0),
  extendedOffsets,
  end = END,
}: Encapsulated) => {
  const bytes = concatBytes(BEFORE, item(table), ...fragments.map(item), end);
  const ranges = frameRangesOf({ bytes, dataOffset: BEFORE.length, frameCount, extendedOffsets }, { file: '7.dcm' });
  return ranges.map((frame) => frame.flatMap(({ from, to }) => [...bytes.subarray(from, to)]));
};

const refused = (pixels: Encapsulated): string => {
  const error = thrownBy(() => framesOf(pixels));
  expect(error.code).to.equal('DICOM_FRAGMENTS_BROKEN');
  expect(error.where.file).to.equal('7.dcm');
  return error.reason;
};

const A = Uint8Array.of(1, 2);
const B = Uint8Array.of(3, 4, 5, 6);
const C = Uint8Array.of(7, 8);
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xf7);
const J2K = Uint8Array.of(0xff, 0x4f, 0xff, 0x51);

describe('frameRangesOf', () => {
  it('gives all fragments to a single frame, whatever its table says of its place', () => {
    for (const table of [new Uint8Array(0), uint32s(0), uint32s(12)])
      expect(framesOf({ fragments: [A, B, C], table })).to.deep.equal([[...A, ...B, ...C]]);
  });

  it('takes a fragment for a frame where there are as many', () => {
    expect(framesOf({ fragments: [A, B, C], frameCount: 3 })).to.deep.equal([[...A], [...B], [...C]]);
  });

  it('follows the basic offset table', () => {
    const frames = framesOf({ fragments: [A, B, C], frameCount: 2, table: uint32s(0, 22) });
    expect(frames).to.deep.equal([[...A, ...B], [...C]]);
  });

  it('follows the extended offset table, which an empty basic one stands beside', () => {
    const frames = framesOf({ fragments: [A, B, C], frameCount: 3, extendedOffsets: uint64s(0, 10, 22) });
    expect(frames).to.deep.equal([[...A], [...B], [...C]]);
  });

  it('tells frames without a table by how pictures begin', () => {
    for (const start of [JPEG, J2K]) {
      const frames = framesOf({ fragments: [start, A, start, B, C], frameCount: 2 });
      expect(frames).to.deep.equal([
        [...start, ...A],
        [...start, ...B, ...C],
      ]);
    }
  });

  it('does without the delimiter', () => {
    expect(framesOf({ fragments: [A, B], frameCount: 2, end: new Uint8Array(0) })).to.have.length(2);
  });

  it('gives back any frames that a table describes', () => {
    const fragment = fc.array(fc.nat(255), { maxLength: 6 }).map((bytes) => Uint8Array.from(bytes));
    const frames = fc.array(fc.array(fragment, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(frames, fc.boolean(), (wanted, isExtended) => {
        const sizes = wanted.map((frame) => frame.reduce((sum, { length }) => sum + 8 + length, 0));
        const offsets = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
        const found = framesOf({
          fragments: wanted.flat(),
          frameCount: wanted.length,
          ...(isExtended ? { extendedOffsets: uint64s(...offsets) } : { table: uint32s(...offsets) }),
        });
        expect(found).to.deep.equal(wanted.map((frame) => frame.flatMap((bytes) => [...bytes])));
      }),
    );
  });
});

describe('frameRangesOf refuses', () => {
  it('another number of frames than the table, the fragments or the beginnings of pictures have', () => {
    expect(refused({ fragments: [A, B], frameCount: 1, table: uint32s(0, 10) })).to.contain(
      'its offset table has 2 frames, but the file says 1',
    );
    expect(refused({ fragments: [A, B, C], frameCount: 2, extendedOffsets: uint64s(0, 10, 22) })).to.contain(
      'has 3 frames',
    );
    expect(refused({ fragments: [A, B], frameCount: 3 })).to.contain(
      'the file says 3 frames, has 2 fragments, and no offset table',
    );
    expect(refused({ fragments: [JPEG, A, B], frameCount: 2 })).to.contain('no offset table');
    expect(refused({ fragments: [A, JPEG, JPEG], frameCount: 2 })).to.contain('no offset table');
  });

  it('offsets that point where no fragment begins, backwards, twice to one place, or past the first', () => {
    for (const offsets of [
      [0, 11],
      [0, 1_000_000],
      [10, 0],
      [0, 0],
      [10, 22],
    ])
      expect(refused({ fragments: [A, B, C], frameCount: 2, table: uint32s(...offsets) })).to.contain(
        'points to places where no frame begins',
      );
  });

  it('tables of a broken length, and no fragments at all', () => {
    expect(refused({ fragments: [A], table: Uint8Array.of(0, 0) })).to.contain(
      'the basic offset table has a broken length',
    );
    expect(refused({ fragments: [A], extendedOffsets: new Uint8Array(12) })).to.contain(
      'the extended offset table has a broken length',
    );
    expect(refused({ fragments: [] })).to.contain('there are none');
  });

  it('a fragment that is longer than the file', () => {
    const bytes = concatBytes(item(new Uint8Array(0)), item(A)).subarray(0, 17);
    expect(thrownBy(() => frameRangesOf({ bytes, dataOffset: 0, frameCount: 1 })).code).to.equal(
      'DICOM_PIXELS_TRUNCATED',
    );
  });
});
