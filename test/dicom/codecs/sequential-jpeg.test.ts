import { expect } from 'chai';
import { BrokenStream } from '../../../src/dicom/codecs/codec.ts';
import { jpegStreamOf } from '../../../src/dicom/codecs/jpeg-segments.ts';
import { decodeSequentialJpeg } from '../../../src/dicom/codecs/sequential-jpeg.ts';
import { decodeSlice } from '../../../src/dicom/decode-slice.ts';
import { compressedFixture } from '../../support/compressed-fixture.ts';
import { encodeFrame, greyPicture } from '../../support/encode-frame.ts';
import { encodeExtendedJpeg } from '../../support/extended-jpeg.ts';

const decoded = (frame: Uint8Array) => decodeSequentialJpeg(frame, jpegStreamOf(frame)).values;

const greatest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
};

describe('decodeSequentialJpeg', function () {
  this.timeout(30_000);
  const picture = greyPicture();

  it('gives what was encoded, but for half a step of each coefficient', () => {
    // 64 coefficients, each off by half the step at most, in an orthonormal transform
    for (const quantisation of [1, 2, 16]) {
      const off = greatest(decoded(encodeExtendedJpeg(picture, { quantisation })), picture.pixels);
      expect(off).to.be.at.most(Math.ceil((quantisation / 2) * 8) + 1);
    }
  });

  it('gives the same with restart markers, more than there are numbers for', () => {
    const plain = decoded(encodeExtendedJpeg(picture));
    for (const restartInterval of [1, 3, 29, 30])
      expect(decoded(encodeExtendedJpeg(picture, { restartInterval }))).to.deep.equal(plain);
  });

  it('clips to the range of its bits', () => {
    const pixels = Uint16Array.from({ length: 64 }, (_, i) => (i % 2 ? 4095 : 0));
    const values = decoded(encodeExtendedJpeg({ rows: 8, columns: 8, bitsStored: 12, pixels }, { quantisation: 255 }));
    expect(Math.max(...values)).to.be.at.most(4095);
    expect(Math.min(...values)).to.equal(0);
  });

  it('agrees with libjpeg-turbo on 8 bits, but for rounding', async () => {
    const narrow = greyPicture({ bitsAllocated: 8, rows: 61, columns: 70 });
    const frame = await encodeFrame('jpeg', narrow);
    const uid = '1.2.840.10008.1.2.4.50';
    const reference = await decodeSlice(compressedFixture({ uid, fragments: [[frame]], picture: narrow }));
    expect(greatest(decoded(frame), reference.pixels)).to.be.at.most(1);
  });

  it('refuses a scan that breaks off, wherever', () => {
    const frame = encodeExtendedJpeg(picture);
    const { scanStart, scanEnd } = jpegStreamOf(frame);
    for (let cut = scanStart; cut < scanEnd; cut += 13) {
      const broken = new Uint8Array([...frame.subarray(0, cut), 0xff, 0xd9]);
      expect(() => decoded(broken)).to.throw(BrokenStream);
    }
  });

  it('refuses missing tables, missing restart markers and more than a picture', () => {
    const frame = encodeExtendedJpeg(picture, { restartInterval: 2 });
    const { scanStart, scanEnd, segments } = jpegStreamOf(frame);
    const without = (marker: number): Uint8Array => {
      const { data } = segments.find((segment) => segment.marker === marker)!;
      const at = data.byteOffset - frame.byteOffset;
      return new Uint8Array([...frame.subarray(0, at - 4), ...frame.subarray(at + data.length)]);
    };
    expect(() => decoded(without(0xdb))).to.throw(BrokenStream, 'quantisation table is missing');
    expect(() => decoded(without(0xc4))).to.throw(BrokenStream, 'Huffman table is missing');
    expect(() => decoded(without(0xdd))).to.throw(BrokenStream);
    const unmarked = [...frame];
    unmarked.splice(frame.indexOf(0xd0, scanStart) - 1, 2);
    expect(() => decoded(Uint8Array.from(unmarked))).to.throw(BrokenStream);
    const longer = new Uint8Array([...frame.subarray(0, scanEnd), 1, 2, 3, 0xff, 0xd9]);
    expect(() => decoded(longer)).to.throw(BrokenStream, 'longer than its picture');
  });
});
