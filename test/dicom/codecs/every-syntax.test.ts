import { expect } from 'chai';
import { decodeSlice } from '../../../src/dicom/decode-slice.ts';
import { isLossy, isSupported } from '../../../src/dicom/transfer-syntax.ts';
import { compressedSlice } from '../../support/compressed-fixture.ts';
import { ENCODING_UIDS, type Encoding, type GreyPicture, greyPicture } from '../../support/encode-frame.ts';

const FORMATS = {
  '8 bits': { bitsAllocated: 8 },
  '8 of 16 bits': { bitsStored: 8 },
  '12 of 16 bits': {},
  '12 of 16 bits, signed': { signed: true },
  '16 bits': { bitsStored: 16 },
  '16 bits, signed': { bitsStored: 16, signed: true },
} as const satisfies Record<string, Partial<GreyPicture>>;

type Format = keyof typeof FORMATS;
const ALL = Object.keys(FORMATS) as Format[];

const exact = (): number => 0;

/** What each encoding is tried with, and how far a value may be off, of so many grey levels. */
const TRIED: Readonly<
  Record<Encoding, { readonly formats: readonly Format[]; readonly tolerance: (levels: number) => number }>
> = {
  jpeg: { formats: ['8 bits'], tolerance: () => 8 },
  'jpeg-extended': { formats: ['8 bits', '12 of 16 bits'], tolerance: () => 4 },
  'jpeg-lossless': { formats: ALL, tolerance: exact },
  'jpeg-lossless-first-order': { formats: ALL, tolerance: exact },
  'jpeg-ls': { formats: ALL, tolerance: exact },
  'jpeg-ls-near': { formats: ['8 bits', '12 of 16 bits', '16 bits'], tolerance: () => 2 },
  'jpeg-2000': { formats: ALL, tolerance: exact },
  'jpeg-2000-lossy': {
    formats: ['8 bits', '12 of 16 bits', '12 of 16 bits, signed', '16 bits'],
    tolerance: (levels) => 0.05 * levels,
  },
  htj2k: { formats: ALL, tolerance: exact },
  'htj2k-rpcl': { formats: ALL, tolerance: exact },
  'htj2k-lossy': {
    formats: ['8 bits', '12 of 16 bits', '12 of 16 bits, signed', '16 bits'],
    tolerance: (levels) => 0.05 * levels,
  },
};

const greatestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let greatest = 0;
  for (let i = 0; i < a.length; i++) greatest = Math.max(greatest, Math.abs(a[i]! - b[i]!));
  return greatest;
};

describe('every transfer syntax', function () {
  this.timeout(60_000);

  for (const [encoding, { formats, tolerance }] of Object.entries(TRIED) as [Encoding, (typeof TRIED)[Encoding]][])
    for (const format of formats)
      it(`${encoding} gives the encoded pixels: ${format}`, async () => {
        const picture = greyPicture(FORMATS[format]);
        const slice = await decodeSlice(await compressedSlice(encoding, picture));
        expect(slice.pixels.constructor).to.equal(picture.pixels.constructor);
        expect(slice).to.include({ rows: picture.rows, columns: picture.columns });
        expect(greatestDifference(slice.pixels, picture.pixels)).to.be.at.most(tolerance(2 ** picture.bitsStored));
        expect(slice.notes).to.deep.equal(isLossy(ENCODING_UIDS[encoding]) ? ['LOSSY_COMPRESSION'] : []);
      });

  it('is known to be supported and lossy, or not', () => {
    const uids = Object.values(ENCODING_UIDS);
    expect(uids.filter((uid) => !isSupported(uid))).to.deep.equal([]);
    expect(uids.filter(isLossy).map((uid) => uid.slice('1.2.840.10008.1.2.4.'.length))).to.deep.equal([
      '50',
      '51',
      '81',
      '91',
      '203',
    ]);
    expect(isSupported('1.2.840.10008.1.2.4.100')).to.equal(false);
    expect(isLossy('1.2.3')).to.equal(false);
  });
});
