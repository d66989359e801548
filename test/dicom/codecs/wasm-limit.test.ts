import { once } from 'node:events';
import { expect } from 'chai';
import { decodeSlice } from '../../../src/dicom/decode-slice.ts';
import { startWorker } from '../../../src/threads/start-worker.ts';
import { compressedFixture } from '../../support/compressed-fixture.ts';
import { ENCODING_UIDS, encodeFrame, greyPicture } from '../../support/encode-frame.ts';

describe('limitWasmMemory', function () {
  this.timeout(60_000);

  it('lets memory grow to 64 MiB and what the frame may take, and no further', async () => {
    const worker = startWorker(new URL('./fixtures/growing-worker.ts', import.meta.url));
    const [limits] = await once(worker, 'message');
    expect(limits).to.deep.equal([64, 72]);
  });

  it('leaves room for the largest slices there are', async () => {
    // nothing but zeros, which encoders write in no time; decoders need as much memory as for any other picture
    const picture = greyPicture({ rows: 2048, columns: 2048 });
    picture.pixels.fill(0);
    for (const encoding of ['jpeg-lossless', 'jpeg-ls', 'jpeg-2000', 'htj2k'] as const) {
      const fragments = [[await encodeFrame(encoding, picture)]];
      const { pixels } = await decodeSlice(compressedFixture({ uid: ENCODING_UIDS[encoding], fragments, picture }));
      expect(pixels).to.have.length(2048 * 2048);
      expect(pixels.every((value) => value === 0)).to.equal(true);
    }
  });
});
