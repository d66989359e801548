import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import { decodeSlice } from '../../src/dicom/decode-slice.ts';
import { geometryOf } from '../../src/dicom/geometry.ts';
import { parseHeader } from '../../src/dicom/parse-header.ts';
import { kindOf } from '../../src/dicom/series/kind.ts';
import { SpineError } from '../../src/domain/spine-error.ts';
import { dicomFixture, type FixtureSyntax } from '../support/dicom-fixture.ts';
import { goldenPath, goldensPresent } from '../support/goldens.ts';
import { rejectionOf } from '../support/thrown-by.ts';
import { damagedBytes, type Original, share } from './damaged-bytes.ts';
import { extent, PATIENCE_MS } from './extent.ts';
import { watchForHangs, withinBounds } from './within-bounds.ts';

const SYNTAXES = ['explicit', 'implicit', 'big-endian', 'rle'] as const satisfies readonly FixtureSyntax[];
const SEQUENCE_VALUE = Uint8Array.from([
  0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff, 0x10, 0, 0x10, 0, 0x50, 0x4e, 4, 0,
]);
const FIXTURES = SYNTAXES.flatMap((syntax) => [
  dicomFixture({ syntax, rows: 16, columns: 16, privateBytes: 32 }),
  dicomFixture({ syntax, bitsAllocated: 8, signed: true, set: { '00081140': ['UN', SEQUENCE_VALUE] } }),
]);

/** The first slice of every golden series. */
const goldenSlices = (): readonly Uint8Array[] => {
  if (!goldensPresent) return [];
  const images = goldenPath('studies', 'train_images');
  const series = readdirSync(images).flatMap((study) =>
    readdirSync(join(images, study)).map((name) => join(images, study, name)),
  );
  return series.map((folder) => readFileSync(join(folder, readdirSync(folder).sort()[0]!)));
};

const PREAMBLE_BYTES = 128;
const PIXEL_TAGS = [Buffer.from([0xe0, 0x7f, 0x10, 0x00]), Buffer.from([0x7f, 0xe0, 0x00, 0x10])];

/** From behind the preamble, of which no byte counts, to a little into the pixel data, where RLE has its own header. */
const original = (bytes: Uint8Array): Original => {
  const tag = Math.max(...PIXEL_TAGS.map((place) => Buffer.from(bytes).lastIndexOf(place)));
  return { bytes, favoured: { from: PREAMBLE_BYTES, to: Math.min(bytes.length, tag + 96) } };
};

/** Items, delimiters and representations that make a parser descend. */
const TELLING = [
  [0xfe, 0xff, 0x00, 0xe0],
  [0xfe, 0xff, 0x0d, 0xe0],
  [0xfe, 0xff, 0xdd, 0xe0],
  [0xe0, 0x7f, 0x10, 0x00],
  [0x53, 0x51],
  [0x55, 0x4e],
  [0x4f, 0x57],
];
/** The objects of a header of some fifty elements. */
const FLOOR_BYTES = 512 * 1024;

const refusal = (outcome: unknown): SpineError | undefined => (outcome instanceof SpineError ? outcome : undefined);

describe('a damaged DICOM file', function () {
  this.timeout(PATIENCE_MS);
  watchForHangs();

  const damaged = damagedBytes([...FIXTURES, ...goldenSlices()].map(original), TELLING);

  it('decodes to as many pixels as it says, or is refused with a SpineError that tells nothing of the patient', () =>
    fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        const outcome = await withinBounds({ bytes: bytes.length, floorBytes: FLOOR_BYTES }, async () => {
          const slice = await decodeSlice(bytes, { file: '7.dcm' });
          expect(slice.pixels).to.have.length(slice.rows * slice.columns);
          geometryOf(slice.header, { file: '7.dcm' });
          return slice;
        });
        const error = refusal(outcome);
        if (error === undefined) return;
        expect(error.where.file).to.equal('7.dcm');
        expect(inspect(error, { depth: 10, maxStringLength: null })).to.not.match(/SECRET|NAME/);
      }),
      extent(2000, 10_000),
    ));

  it('is of one of the kinds of series, or has a code and a reason that tells nothing of the patient', () =>
    fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        const outcome = await withinBounds({ bytes: bytes.length, floorBytes: FLOOR_BYTES }, () =>
          kindOf([parseHeader(bytes)]),
        );
        if (outcome instanceof SpineError) return;
        if (outcome.kind === undefined) expect(outcome.code).to.match(/^SERIES_[A-Z_]+$/);
        expect(JSON.stringify(outcome)).to.not.match(/SECRET|NAME/);
      }),
      extent(300, 3000),
    ));

  it('has a header that does not depend on how much of the file is there, or none', () =>
    fc.assert(
      fc.asyncProperty(damaged, share, async (bytes, part) => {
        const header = (some: Uint8Array) =>
          withinBounds({ bytes: some.length, floorBytes: FLOOR_BYTES }, () => parseHeader(some));
        const whole = await header(bytes);
        const beginning = await header(bytes.subarray(0, Math.floor(bytes.length * part)));
        if (refusal(beginning) === undefined && refusal(whole) === undefined) expect(beginning).to.deep.equal(whole);
      }),
      extent(500, 3000),
    ));

  it('has, undamaged, the same header from any beginning that reaches its pixels, and no other', () => {
    for (const syntax of SYNTAXES) {
      const bytes = dicomFixture({ syntax, rows: 16, columns: 16, privateBytes: 32 });
      const whole = parseHeader(bytes);
      for (let length = 0; length < bytes.length; length++) {
        try {
          expect(parseHeader(bytes.subarray(0, length))).to.deep.equal(whole);
        } catch (error) {
          if (!(error instanceof SpineError)) throw error;
        }
      }
    }
  });

  it('is refused when sequences are nested deeper than the stack', async () => {
    const item = [0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff];
    const sequence = [0x08, 0x00, 0x40, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff];
    const nested = Uint8Array.from(
      Array(20_000)
        .fill([...item, ...sequence])
        .flat(),
    );
    const header = dicomFixture({ set: { '7FE00010': undefined } });
    const bytes = new Uint8Array([...header, ...sequence, ...nested]);
    expect((await rejectionOf(decodeSlice(bytes))).code).to.equal('DICOM_HEADER_BROKEN');
  });
});
