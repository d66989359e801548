import { expect } from 'chai';
import { decodeSlice } from '../../../src/dicom/index.ts';
import { compressedFixture } from '../../support/compressed-fixture.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const PICTURE = { rows: 3, columns: 3, bitsAllocated: 16, bitsStored: 12, signed: false } as const;
const UID = '1.2.840.10008.1.2.1.98';

const bytesOf = (values: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);
const first = [0, 1, 2, 3, 4, 5, 6, 7, 4095];
const second = first.toReversed();

const fileOf = (...frames: readonly (readonly Uint8Array[])[]) =>
  compressedFixture({ uid: UID, fragments: frames, picture: PICTURE, ...(frames.length > 1 && { table: 'basic' }) });

describe('pixels that are encapsulated and not compressed', () => {
  it('are read as they are, from one fragment or several', async () => {
    for (const fragments of [[bytesOf(first)], [bytesOf(first).subarray(0, 8), bytesOf(first).subarray(8)]])
      expect([...(await decodeSlice(fileOf(fragments))).pixels]).to.deep.equal(first);
  });

  it('are read frame by frame', async () => {
    const file = fileOf([bytesOf(first)], [bytesOf(second)]);
    expect([...(await decodeSlice(file, {}, { frame: 2 })).pixels]).to.deep.equal(second);
  });

  it('are without their byte of padding where 8-bit pixels are odd in number', async () => {
    const picture = { ...PICTURE, bitsAllocated: 8, bitsStored: 8 } as const;
    const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    const file = compressedFixture({ uid: UID, fragments: [[pixels]], picture });
    expect([...(await decodeSlice(file)).pixels]).to.deep.equal([...pixels]);
  });

  it('are refused where there are too few', async () => {
    const error = await rejectionOf(decodeSlice(fileOf([bytesOf(first.slice(0, 5))])));
    expect(error.code).to.equal('DICOM_CODESTREAM_BROKEN');
    expect(error.reason).to.include('a frame has 10 bytes, expected 18');
  });
});
