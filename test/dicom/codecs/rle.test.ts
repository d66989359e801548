import { expect } from 'chai';
import fc from 'fast-check';
import { decodeRle } from '../../../src/dicom/codecs/rle.ts';
import { concatBytes, packBits, rleFrame } from '../../support/dicom-fixture.ts';
import { thrownBy } from '../../support/thrown-by.ts';

const WHERE = { file: '7.dcm' };
const MESSAGE = (problem: string) => `7.dcm: damaged RLE pixel data: ${problem}; copy or export the file again`;

/** A frame out of packed segments, laid out one after the other behind the header. */
const frameOf = (...segments: readonly (readonly number[])[]): Uint8Array => {
  const header = new DataView(new ArrayBuffer(64));
  header.setUint32(0, segments.length, true);
  segments.reduce((start, segment, index) => {
    header.setUint32(4 * (index + 1), start, true);
    return start + segment.length;
  }, 64);
  return concatBytes(new Uint8Array(header.buffer), Uint8Array.from(segments.flat()));
};

const decoded = (frame: Uint8Array, pixelCount: number, bytesPerPixel = 1): number[] => [
  ...decodeRle(frame, { pixelCount, bytesPerPixel }, WHERE),
];
const refused = (frame: Uint8Array, pixelCount: number, bytesPerPixel = 1) => {
  const error = thrownBy(() => decoded(frame, pixelCount, bytesPerPixel));
  expect(error.code).to.equal('DICOM_RLE_BROKEN');
  return error.message;
};

describe('decodeRle', () => {
  it('repeats for control bytes above 128, copies for those below, skips 128', () => {
    // 254: 257 - 254 = 3 times 7; 128: nothing; 1: 2 literals
    expect(decoded(frameOf([254, 7, 128, 1, 8, 9]), 5)).to.deep.equal([7, 7, 7, 8, 9]);
  });

  it('puts the first segment into the most significant bytes', () => {
    expect(decoded(frameOf([1, 0x12, 0x34], [255, 0xff]), 2, 2)).to.deep.equal([0xff, 0x12, 0xff, 0x34]);
  });

  it('accepts padding of zeros and no-operations behind a segment', () => {
    expect(decoded(frameOf([0, 5, 0], [0, 6, 128, 0]), 1, 2)).to.deep.equal([6, 5]);
  });

  it('gives back what was packed, in 8 and 16 bits', () => {
    const byte = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 1) }, { weight: 1, arbitrary: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(byte, { minLength: 1, maxLength: 700 }), fc.constantFrom(1, 2), (values, bytesPerPixel) => {
        const bytes = Uint8Array.from(Array(bytesPerPixel).fill(values).flat());
        const extent = { pixelCount: values.length, bytesPerPixel };
        expect(decodeRle(rleFrame(bytes, bytesPerPixel), extent)).to.deep.equal(bytes);
      }),
    );
  });
});

describe('decodeRle refuses', () => {
  it('a segment with too few bytes, wherever it stops', () => {
    for (const segment of [[0, 5], [3, 1, 2], [253], []])
      expect(refused(frameOf(segment), 4)).to.equal(MESSAGE('segment 1 of 1 decodes short'));
    expect(refused(frameOf([3, 1, 2, 3, 4], [0, 5]), 4, 2)).to.equal(MESSAGE('segment 2 of 2 decodes short'));
  });

  it('a segment with too many bytes, in one piece or after the last pixel', () => {
    for (const segment of [
      [252, 5],
      [1, 5, 6, 1, 7, 8],
      [2, 5, 6, 7, 0, 9],
    ])
      expect(refused(frameOf(segment), 3)).to.equal(MESSAGE('segment 1 of 1 decodes long'));
  });

  it('another number of segments than bytes a pixel', () => {
    expect(refused(frameOf([0, 5]), 1, 2)).to.equal(MESSAGE('it has 1 segments, expected 2'));
    expect(refused(frameOf([0, 5], [0, 5], [0, 5]), 1, 2)).to.equal(MESSAGE('it has 3 segments, expected 2'));
  });

  it('a header that is cut off', () => {
    expect(refused(new Uint8Array(63), 1)).to.equal(MESSAGE('its header has 63 of 64 bytes'));
  });

  it('segments in the header, beyond the end or out of order', () => {
    const moved = (index: number, start: number) => {
      const frame = frameOf([0, 5], [0, 6]);
      new DataView(frame.buffer, frame.byteOffset).setUint32(4 * index, start, true);
      return refused(frame, 1, 2);
    };
    const expected = MESSAGE('its segments overlap or lie outside the frame');
    expect(moved(1, 0)).to.equal(expected);
    expect(moved(2, 69)).to.equal(expected);
    expect(moved(2, 60)).to.equal(expected);
  });

  it('a size that so few bytes cannot stand for, before it takes memory for it', () => {
    const before = process.memoryUsage().arrayBuffers;
    expect(refused(frameOf([...packBits(new Uint8Array(128))]), 65535 * 65535)).to.equal(
      MESSAGE('segment 1 of 1 decodes short'),
    );
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(1e6);
  });
});
