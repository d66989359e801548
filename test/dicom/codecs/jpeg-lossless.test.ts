import { expect } from 'chai';
import { decodeSlice } from '../../../src/dicom/decode-slice.ts';
import { compressedFixture } from '../../support/compressed-fixture.ts';
import { ENCODING_UIDS, encodeWithPredictor, type GreyPicture, greyPicture } from '../../support/encode-frame.ts';
import { encodeLosslessJpeg } from '../../support/lossless-jpeg.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const file = (frame: Uint8Array, picture: GreyPicture) =>
  compressedFixture({ uid: ENCODING_UIDS['jpeg-lossless'], fragments: [[frame]], picture });

/** Values from end to end of the range, with no order to them. */
const noise = (picture: GreyPicture): GreyPicture => {
  let state = 1;
  const pixels = picture.pixels.map(() => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % 2 ** picture.bitsStored;
  });
  return { ...picture, pixels };
};

describe('JPEG lossless', function () {
  this.timeout(30_000);

  for (const bitsStored of [8, 12, 16])
    for (const predictor of [1, 2, 3, 4, 5, 6, 7])
      it(`is exact by predictor ${predictor}, ${bitsStored} bits, also for noise`, async () => {
        for (const picture of [greyPicture({ bitsStored }), noise(greyPicture({ bitsStored }))]) {
          const { pixels } = await decodeSlice(file(await encodeWithPredictor(predictor, picture), picture));
          expect(pixels).to.deep.equal(picture.pixels);
        }
      });

  it('is exact with restart markers at any row', async () => {
    for (const picture of [greyPicture(), noise(greyPicture())])
      for (const rowsBetween of [1, 2, 5, picture.rows]) {
        const frame = encodeLosslessJpeg(picture, rowsBetween * picture.columns);
        expect((await decodeSlice(file(frame, picture))).pixels).to.deep.equal(picture.pixels);
      }
  });

  it('refuses restarts with a predictor that the decoder takes from the wrong side of them', async () => {
    const frame = encodeLosslessJpeg(greyPicture(), greyPicture().columns);
    frame[Buffer.from(frame).indexOf(Buffer.from([0xff, 0xda])) + 7] = 2;
    const error = await rejectionOf(decodeSlice(file(frame, greyPicture())));
    expect(error.code).to.equal('DICOM_CODESTREAM_BROKEN');
    expect(error.reason).to.contain('restarts and a predictor other than 1, which is not supported');
  });
});
