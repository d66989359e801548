import { expect } from 'chai';
import { decodeSlice } from '../../../src/dicom/decode-slice.ts';
import type { SpineError } from '../../../src/domain/spine-error.ts';
import { compressedFixture } from '../../support/compressed-fixture.ts';
import {
  ENCODING_UIDS,
  type Encoding,
  encodeFrame,
  type GreyPicture,
  greyPicture,
} from '../../support/encode-frame.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const ENCODINGS = Object.keys(ENCODING_UIDS) as Encoding[];
const pictureFor = (encoding: Encoding): GreyPicture => greyPicture(encoding === 'jpeg' ? { bitsAllocated: 8 } : {});

const file = (encoding: Encoding, frame: Uint8Array, picture: Omit<GreyPicture, 'pixels'> = pictureFor(encoding)) =>
  compressedFixture({ uid: ENCODING_UIDS[encoding], fragments: [[frame]], picture });

const refused = async (bytes: Uint8Array): Promise<SpineError> => {
  const error = await rejectionOf(decodeSlice(bytes, { file: '7.dcm' }));
  expect(error.code).to.equal('DICOM_CODESTREAM_BROKEN');
  expect(error.where).to.deep.equal({ file: '7.dcm' });
  return error;
};

describe('a broken codestream', function () {
  this.timeout(120_000);

  for (const encoding of ENCODINGS) {
    it(`is refused when it ends early, anywhere: ${encoding}`, async () => {
      const frame = await encodeFrame(encoding, pictureFor(encoding));
      const cuts = [0, 1, 2, 3, 20, ...Array.from({ length: 12 }, (_, i) => Math.floor((frame.length * (i + 1)) / 13))];
      // the last bytes are the end marker, which a JPEG 2000 stream whose tiles say their length can do without
      for (const cut of [...cuts, frame.length - 5]) await refused(file(encoding, frame.subarray(0, cut)));
    });

    it(`is refused when it has another size than the header, and the next one decodes: ${encoding}`, async () => {
      const picture = pictureFor(encoding);
      const frame = await encodeFrame(encoding, picture);
      const { reason } = await refused(file(encoding, frame, { ...picture, rows: picture.rows - 1 }));
      expect(reason).to.contain('its codestream has 37 rows of 42 columns, but the header of the file says 36 of 42');
      expect((await decodeSlice(file(encoding, frame))).pixels).to.have.length(37 * 42);
    });

    it(`is refused when it is another one than the transfer syntax says: ${encoding}`, async () => {
      const other = await encodeFrame(encoding === 'jpeg-2000' ? 'jpeg-ls' : 'jpeg-2000', greyPicture());
      const sibling = encoding.startsWith('htj2k') ? encodeFrame('jpeg-ls', greyPicture()) : other;
      if (encoding !== 'jpeg-2000-lossy') await refused(file(encoding, await sibling, greyPicture()));
      await refused(file(encoding, new Uint8Array(200).fill(7)));
    });
  }

  it('is refused when its values have more bits than the pixels', async () => {
    const frame = await encodeFrame('jpeg-2000', greyPicture());
    const { reason } = await refused(file('jpeg-2000', frame, greyPicture({ bitsAllocated: 8 })));
    expect(reason).to.contain('its codestream has values of 12 bits, but the header of the file allocates 8');
  });

  it('is refused when it claims a picture that would take gigabytes, before it takes them', async () => {
    const frame = (await encodeFrame('jpeg-2000', greyPicture())).slice();
    const view = new DataView(frame.buffer);
    const picture = { ...greyPicture(), rows: 60_000, columns: 60_000 };
    for (const place of [8, 12]) view.setUint32(place, 60_000);
    expect((await refused(file('jpeg-2000', frame, picture))).reason).to.match(/its codestream has \d+ tiles/);
    for (const place of [24, 28]) view.setUint32(place, 60_000);
    expect((await refused(file('jpeg-2000', frame, picture))).reason).to.contain('is larger than any slice');
  });

  it('is refused for a JPEG lossless feature that the decoder would get wrong', async () => {
    const frame = (await encodeFrame('jpeg-lossless', greyPicture())).slice();
    const scan = Buffer.from(frame.buffer).indexOf(Buffer.from([0xff, 0xda]));
    frame[scan + 9] = 1; // the point transform
    expect((await refused(file('jpeg-lossless', frame))).reason).to.contain(
      'a point transform, which is not supported',
    );
  });
});
