import { expect } from 'chai';
import fc from 'fast-check';
import type { PixelFormat } from '../../src/dicom/pixel-format.ts';
import { type IntegerPixels, standardValues } from '../../src/dicom/values.ts';
import type { SliceHeader } from '../../src/domain/slice-header.ts';
import { thrownBy } from '../support/thrown-by.ts';

const formatOf = (words: IntegerPixels): PixelFormat => ({
  rows: 1,
  columns: words.length,
  bytesPerPixel: words.BYTES_PER_ELEMENT === 1 ? 1 : 2,
  isSigned: words instanceof Int16Array || words instanceof Int8Array,
});
const standard = (words: IntegerPixels, header: Partial<SliceHeader> = {}, rescale = false) =>
  standardValues(
    words,
    { header: { transferSyntaxUid: '', ...header }, format: formatOf(words), rescale },
    { file: '7.dcm' },
  );
const values = (...args: Parameters<typeof standard>): number[] => [...standard(...args).pixels];

describe('standardValues', () => {
  it('keeps the array of a slice that needs nothing', () => {
    for (const words of [Uint16Array.of(0, 4095), Int16Array.of(-2048, 2047), Uint8Array.of(255), Int8Array.of(-128)]) {
      const { pixels, notes } = standard(words, words.BYTES_PER_ELEMENT === 2 ? { bitsStored: 12, highBit: 11 } : {});
      expect(pixels).to.equal(words);
      expect(notes).to.deep.equal([]);
    }
  });

  it('leaves out bits above the value, and extends its sign', () => {
    expect(values(Uint16Array.of(0x1fff, 0xf001, 5), { bitsStored: 12 })).to.deep.equal([0x0fff, 1, 5]);
    // -1000 in twelve bits, with zeros above; 7 with junk above
    expect(values(Int16Array.of(0x0c18, 0x7007, -5), { bitsStored: 12 })).to.deep.equal([-1000, 7, -5]);
    expect(values(Uint8Array.of(0xff), { bitsStored: 7 })).to.deep.equal([127]);
    expect(standard(Uint16Array.of(0x1000), { bitsStored: 12 }).notes).to.deep.equal(['VALUES_MASKED']);
  });

  it('finds a single stray bit at any place of a long slice, wherever it begins in memory', () => {
    for (const Words of [Uint16Array, Int16Array, Uint8Array, Int8Array]) {
      const size = Words.BYTES_PER_ELEMENT;
      const stored = 8 * size - 3;
      const isSigned = Words === Int16Array || Words === Int8Array;
      for (const start of [0, 1, 2, 3])
        for (const length of [16, 17, 40, 43]) {
          const words = new Words(new ArrayBuffer(size * (start + length)), size * start, length);
          words.fill(isSigned ? -(2 ** (stored - 1)) : 2 ** stored - 1);
          expect(standard(words, { bitsStored: stored }).notes).to.deep.equal([]);
          for (let at = 0; at < length; at++) {
            const value = words[at]!;
            words[at] = isSigned ? 2 ** (stored - 1) : 2 ** stored;
            expect(standard(words, { bitsStored: stored }).notes, `${Words.name} ${start} ${at}`).to.include(
              'VALUES_MASKED',
            );
            words[at] = value;
          }
        }
    }
  });

  it('shifts values down that lie at the upper end of the word', () => {
    expect(values(Uint16Array.of(0xfff0, 0x001f), { bitsStored: 12, highBit: 15 })).to.deep.equal([4095, 1]);
    expect(values(Int16Array.of(-16, 16 * 2047), { bitsStored: 12, highBit: 15 })).to.deep.equal([-1, 2047]);
    expect(standard(Uint16Array.of(0xfff0), { bitsStored: 12, highBit: 15 }).notes).to.deep.equal([]);
    expect(standard(Uint16Array.of(0xfff1), { bitsStored: 12, highBit: 15 }).notes).to.deep.equal(['VALUES_MASKED']);
  });

  it('gives back any value whatever lies around its bits', () => {
    const bits = fc.integer({ min: 1, max: 16 }).chain((stored) =>
      fc.record({
        stored: fc.constant(stored),
        shift: fc.integer({ min: 0, max: 16 - stored }),
        isSigned: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(
        bits,
        fc.array(fc.nat(65_535), { minLength: 1 }),
        fc.nat(65_535),
        ({ stored, shift, isSigned }, raw, junk) => {
          const range = 2 ** stored;
          const wanted = raw.map((value) => (value % range) - (isSigned ? range / 2 : 0));
          const around = junk & ~((range - 1) << shift);
          const stray = wanted.map((value) => ((value & (range - 1)) << shift) | around);
          const words = isSigned ? Int16Array.from(stray) : Uint16Array.from(stray);
          expect(values(words, { bitsStored: stored, highBit: shift + stored - 1 })).to.deep.equal(wanted);
        },
      ),
    );
  });

  it('inverts MONOCHROME1 about the range of its bits', () => {
    const photometricInterpretation = 'MONOCHROME1';
    expect(values(Uint16Array.of(0, 4095, 1), { bitsStored: 12, photometricInterpretation })).to.deep.equal([
      4095, 0, 4094,
    ]);
    expect(values(Int16Array.of(-2048, 2047, 0), { bitsStored: 12, photometricInterpretation })).to.deep.equal([
      2047, -2048, -1,
    ]);
    expect(values(Uint8Array.of(0), { photometricInterpretation })).to.deep.equal([255]);
    expect(values(Int16Array.of(-32_768), { photometricInterpretation })).to.deep.equal([32_767]);
    expect(standard(Uint8Array.of(0), { photometricInterpretation }).notes).to.deep.equal(['VALUES_INVERTED']);
  });

  it('rescales where it is told to, and not elsewhere', () => {
    const header = { rescaleSlope: 0.25, rescaleIntercept: -3 };
    const { pixels, notes } = standard(Uint16Array.of(0, 10), header, true);
    expect(pixels).to.deep.equal(Float32Array.of(-3, -0.5));
    expect(notes).to.deep.equal(['VALUES_RESCALED']);
    expect(values(Uint16Array.of(0, 10), header)).to.deep.equal([0, 10]);
    expect(standard(Uint16Array.of(7), {}, true).pixels).to.deep.equal(Float32Array.of(7));
  });

  it('makes slices of different slopes equal, inverted or not', () => {
    for (const photometricInterpretation of ['MONOCHROME1', 'MONOCHROME2']) {
      const slices = [
        { words: Uint16Array.of(100, 400), rescaleSlope: 1, rescaleIntercept: 0 },
        { words: Uint16Array.of(25, 175), rescaleSlope: 2, rescaleIntercept: 50 },
      ].map(({ words, ...header }) => values(words, { ...header, bitsStored: 12, photometricInterpretation }, true));
      expect(slices[0]).to.deep.equal(slices[1]);
    }
  });

  it('gives padding the least value of what is none', () => {
    expect(values(Uint16Array.of(4095, 20, 30, 4095), { bitsStored: 12, paddingValue: 4095 })).to.deep.equal([
      20, 20, 30, 20,
    ]);
    expect(values(Uint16Array.of(1, 2, 3, 4, 9), { paddingValue: 2, paddingLimit: 4 })).to.deep.equal([1, 1, 1, 1, 9]);
    expect(values(Uint16Array.of(1, 2, 3, 4, 9), { paddingValue: 4, paddingLimit: 2 })).to.deep.equal([1, 1, 1, 1, 9]);
    const { pixels, notes } = standard(Uint16Array.of(4, 9), { paddingValue: 7 });
    expect([...pixels]).to.deep.equal([4, 9]);
    expect(notes).to.deep.equal([]);
  });

  it('takes the sign of padding from the pixels, however the attribute writes it', () => {
    for (const paddingValue of [-2000, 63_536])
      expect(values(Int16Array.of(-2000, 5), { paddingValue })).to.deep.equal([5, 5]);
    for (const paddingValue of [-1, 65_535])
      expect(values(Uint16Array.of(65_535, 5), { paddingValue })).to.deep.equal([5, 5]);
  });

  it('knows padding that no value of so many bits can be by its whole word', () => {
    const words = Uint16Array.of(0xffff, 0x0fff, 3);
    expect(values(words, { bitsStored: 12, paddingValue: 0xffff })).to.deep.equal([3, 4095, 3]);
  });

  it('finds padding as stored, under overlays, inversion and rescaling', () => {
    const header = { bitsStored: 12, paddingValue: 0, rescaleSlope: 2, rescaleIntercept: 1 };
    expect(values(Uint16Array.of(0x1000, 0x1005, 7), header, true)).to.deep.equal([11, 11, 15]);
    const inverted = { ...header, photometricInterpretation: 'MONOCHROME1' };
    expect(values(Uint16Array.of(0, 4000, 100), inverted)).to.deep.equal([95, 95, 3995]);
  });

  it('makes a slice of nothing but padding even', () => {
    expect(values(Uint16Array.of(5, 6), { paddingValue: 0, paddingLimit: 9 })).to.deep.equal([5, 5]);
  });

  it('does not change the array that it is given', () => {
    const words = Uint16Array.of(0x1fff, 3, 0);
    standard(words, { bitsStored: 12, paddingValue: 0, photometricInterpretation: 'MONOCHROME1' });
    expect([...words]).to.deep.equal([0x1fff, 3, 0]);
  });

  it('refuses bits that do not fit, and a slope of nothing', () => {
    for (const [bitsStored, highBit] of [
      [17, 16],
      [12, 10],
      [12, 16],
      [0, 0],
    ] as const) {
      const error = thrownBy(() => standard(Uint16Array.of(1), { bitsStored, highBit }));
      expect(error.code).to.equal('DICOM_PIXEL_FORMAT');
      expect(error.message).to.contain(
        `7.dcm: BitsStored is ${bitsStored} and HighBit ${highBit}, which do not fit 16 allocated bits`,
      );
    }
    expect(thrownBy(() => standard(Uint16Array.of(1), { rescaleSlope: 0 }, true)).reason).to.contain(
      'RescaleSlope is 0',
    );
  });
});
