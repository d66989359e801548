import { inspect } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import { decodeSlice } from '../../src/dicom/decode-slice.ts';
import { parseHeaders } from '../../src/dicom/parse-header.ts';
import { sliceStore } from '../../src/dicom/slice-store.ts';
import { SpineError } from '../../src/domain/spine-error.ts';
import { TURNS } from '../../src/domain/turn.ts';
import { compressedFixture } from '../support/compressed-fixture.ts';
import { concatBytes, dicomFixture } from '../support/dicom-fixture.ts';
import { ENCODING_UIDS, type Encoding, encodeFrame, greyPicture } from '../support/encode-frame.ts';
import { damagedBytes, type Original } from './damaged-bytes.ts';
import { extent, PATIENCE_MS } from './extent.ts';
import { watchForHangs, withinBounds } from './within-bounds.ts';

const ENCODINGS = Object.keys(ENCODING_UIDS) as Encoding[];
const PIXEL_TAG = Buffer.from([0xe0, 0x7f, 0x10, 0x00]);
const ELEMENT_HEADER_BYTES = 12;
/** Headers of a codestream, and some of its values; or the offset table, the first fragment and the header in it. */
const FAVOURED_BYTES = 250;
/** Markers of JPEG and JPEG 2000, items of fragments. */
const TELLING = [
  [0xff, 0xd8],
  [0xff, 0xd9],
  [0xff, 0xda],
  [0xff, 0xc3],
  [0xff, 0xd0],
  [0xff, 0x51],
  [0xff, 0x90],
  [0xfe, 0xff, 0x00, 0xe0],
  [0xfe, 0xff, 0xdd, 0xe0],
];
/** The objects of a header, pixels of a small picture on their way, messages between threads. */
const FLOOR_BYTES = 1024 * 1024;
/** What decoders may keep: in two threads five of them, whose memory begins at 50 MiB, of which small pictures touch little. */
const MOST_KEPT_BYTES = 256 * 1024 * 1024;

const original = (bytes: Uint8Array): Original => ({
  bytes,
  favoured: { from: 0, to: Math.min(bytes.length, FAVOURED_BYTES) },
});

const pictureFor = (encoding: Encoding) =>
  greyPicture({ rows: 24, columns: 33, ...(encoding === 'jpeg' && { bitsAllocated: 8 }) });

/** A codestream, and the file around whatever becomes of it. */
interface Stream {
  readonly bytes: Uint8Array;
  readonly fileOf: (bytes: Uint8Array) => Uint8Array;
}

const streamOf = async (encoding: Encoding): Promise<Stream> => {
  const picture = pictureFor(encoding);
  return {
    bytes: await encodeFrame(encoding, picture),
    fileOf: (frame) => compressedFixture({ uid: ENCODING_UIDS[encoding], fragments: [[frame]], picture }),
  };
};

/** The value of the pixel data of a file, and the file around whatever becomes of it: its header stays as it is. */
const pixelValueOf = (file: Uint8Array): Stream => {
  const start = Buffer.from(file).lastIndexOf(PIXEL_TAG) + ELEMENT_HEADER_BYTES;
  return { bytes: file.subarray(start), fileOf: (value) => concatBytes(file.subarray(0, start), value) };
};

/** Files whose stream is damaged. */
const damagedFile = (streams: readonly Stream[]) =>
  fc
    .nat(streams.length - 1)
    .chain((index) => damagedBytes([original(streams[index]!.bytes)], TELLING).map(streams[index]!.fileOf));

const multiFrames = async (): Promise<readonly Uint8Array[]> => {
  const picture = greyPicture({ rows: 16, columns: 20 });
  const frames = (['jpeg-ls', 'jpeg-2000'] as const).map(async (encoding) => {
    const stream = await encodeFrame(encoding, picture);
    return { uid: ENCODING_UIDS[encoding], picture, stream };
  });
  const files = (await Promise.all(frames)).flatMap(({ stream, ...rest }) => [
    compressedFixture({
      ...rest,
      table: 'basic',
      fragments: [[stream.subarray(0, 90), stream.subarray(90)], [stream]],
    }),
    compressedFixture({ ...rest, table: 'extended', fragments: [[stream], [stream], [stream]] }),
  ]);
  return [
    ...files,
    dicomFixture({ rows: 8, columns: 10, pixels: new Uint16Array(240), set: { '00280008': ['IS', '3'] } }),
  ];
};

/** As `withinBounds`, and a refusal tells nothing of the patient. */
const bounded = async (bytes: Uint8Array, run: () => Promise<unknown>): Promise<void> => {
  const outcome = await withinBounds({ bytes: bytes.length, floorBytes: FLOOR_BYTES }, run);
  if (outcome instanceof SpineError)
    expect(inspect(outcome, { depth: 10, maxStringLength: null })).to.not.match(/SECRET|NAME/);
};

describe('a damaged compressed file', function () {
  this.timeout(PATIENCE_MS);
  watchForHangs();
  let singles: readonly Stream[] = [];
  let multis: readonly Stream[] = [];

  before(async () => {
    singles = await Promise.all(ENCODINGS.map(streamOf));
    multis = (await multiFrames()).map(pixelValueOf);
    for (const { bytes, fileOf } of singles) await decodeSlice(fileOf(bytes)); // loads all decoders
  });

  it('decodes to as many pixels as it says, or is refused, and takes no memory with it', async () => {
    const before = process.memoryUsage().rss;
    await fc.assert(
      fc.asyncProperty(damagedFile(singles), (bytes) =>
        bounded(bytes, async () => {
          const slice = await decodeSlice(bytes);
          expect(slice.pixels).to.have.length(slice.rows * slice.columns);
        }),
      ),
      extent(250, 10_000),
    );
    expect(process.memoryUsage().rss - before).to.be.below(MOST_KEPT_BYTES);
  });

  it('gives each of its frames whole and brought to standard values, or refuses it', () => {
    const turn = fc.constantFrom(...TURNS);
    return fc.assert(
      fc.asyncProperty(damagedFile(multis), turn, (bytes, how) =>
        bounded(bytes, async () => {
          const headers = parseHeaders(bytes);
          const store = sliceStore(async (_path, maxBytes, from = 0) =>
            maxBytes === undefined ? bytes : bytes.slice(from, from + maxBytes),
          );
          const canonical = { turn: how, rescale: true, stored: { rows: 1, columns: 1 } };
          const file = { name: '1.dcm', path: '1.dcm', instanceNumber: 1, canonical };
          const slices = await Promise.all(
            headers.slice(0, 4).map(({ frame }) => store.slice({ ...file, frame: frame ?? 1 }, '1')),
          );
          for (const { pixels, rows, columns } of slices) expect(pixels).to.have.length(rows * columns);
        }),
      ),
      extent(150, 10_000),
    );
  });

  it('leaves the decoders as they were: undamaged files decode after all that', async () => {
    for (const { bytes, fileOf } of singles) expect((await decodeSlice(fileOf(bytes))).pixels).to.have.length(24 * 33);
  });
});
