import { inspect } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import { decodeSlice } from '../../src/dicom/decode-slice.ts';
import { parseHeaders } from '../../src/dicom/parse-header.ts';
import type { ReadBytes } from '../../src/dicom/read-bytes.ts';
import { readHeaders } from '../../src/dicom/read-header.ts';
import { SpineError } from '../../src/domain/spine-error.ts';
import { concatBytes, dicomFixture, type FixtureItem } from '../support/dicom-fixture.ts';
import { enhancedFixture, groups, LEGACY_CONVERTED_MR } from '../support/enhanced-fixture.ts';
import { damagedBytes, type Original } from './damaged-bytes.ts';
import { extent, PATIENCE_MS } from './extent.ts';
import { watchForHangs, withinBounds } from './within-bounds.ts';

const PIXEL_BYTES = 3 * 24 * 2;

/** Three frames in functional groups of all kinds. */
const enhanced = (syntax: 'explicit' | 'implicit' | 'big-endian' | 'deflated', undefinedLength: boolean) => {
  const of = groups(undefinedLength);
  const shared: FixtureItem = {
    ...of.pixelMeasures([0.5, 0.75], 4, 4.5),
    ...of.orientation([0, 1, 0, 0, 0, -1]),
    ...of.frameType('ORIGINAL', 'PRIMARY', 'T2', 'NONE'),
    ...of.timing(4000),
    ...of.anatomy('Lumbar spine'),
    ...of.unassignedShared({ '00180081': ['DS', '100'] }),
  };
  const perFrame = [0, 1, 2].map((x) => ({
    ...of.content('1', x + 1, '20240315101600', 1),
    ...of.position([x, 0, 0]),
    ...of.echo(100),
    ...of.values('1', '0'),
    ...of.unassigned({ '00200013': ['IS', `${x}`] }),
  }));
  return enhancedFixture({ syntax, undefinedLength, shared, perFrame, sopClass: LEGACY_CONVERTED_MR });
};

/** All that is not pixels. */
const original = (bytes: Uint8Array, from: number): Original => ({
  bytes,
  favoured: { from, to: Math.max(from + 1, bytes.length - PIXEL_BYTES) },
});

const MR = { '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.4'] } as const;
const ORIGINALS: readonly Original[] = [
  ...(['explicit', 'implicit', 'big-endian', 'deflated'] as const).flatMap((syntax) =>
    [false, true].map((undefinedLength) => original(enhanced(syntax, undefinedLength), 128)),
  ),
  ...(['explicit', 'implicit', 'big-endian'] as const).map((syntax) =>
    original(dicomFixture({ syntax, bare: true, set: MR, pixels: Array(72).fill(0) }), 0),
  ),
];

/** Numbers of frames, groups, items, delimiters, and representations that make a reader descend. */
const TELLING = [
  [0x32, 0x20],
  [0x39, 0x39],
  [0x00, 0x52, 0x29, 0x92],
  [0x00, 0x52, 0x30, 0x92],
  [0xfe, 0xff, 0x00, 0xe0],
  [0xfe, 0xff, 0x0d, 0xe0],
  [0xfe, 0xff, 0xdd, 0xe0],
  [0xff, 0xfe, 0xe0, 0x00],
  [0xe0, 0x7f, 0x10, 0x00],
  [0x53, 0x51],
  [0x55, 0x4e],
  [0x4f, 0x42],
];

/** The objects of the headers of a few dozen frames. */
const FLOOR_BYTES = 1024 * 1024;

const memory =
  (bytes: Uint8Array): ReadBytes =>
  async (_path, maxBytes, from = 0) =>
    bytes.subarray(from, maxBytes === undefined ? undefined : from + maxBytes);

describe('a damaged object of several frames, deflated or without preamble', function () {
  this.timeout(PATIENCE_MS);
  watchForHangs();

  const damaged = damagedBytes(ORIGINALS, TELLING);

  it('has a header for each of its frames, or is refused with a SpineError that tells nothing of the patient', () =>
    fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        const outcome = await withinBounds({ bytes: bytes.length, floorBytes: FLOOR_BYTES }, () =>
          parseHeaders(bytes, { file: '7.dcm' }),
        );
        if (outcome instanceof SpineError) {
          expect(outcome.where.file).to.equal('7.dcm');
          expect(inspect(outcome, { depth: 10, maxStringLength: null })).to.not.match(/SECRET|NAME/);
          return;
        }
        const [first] = outcome;
        expect(outcome).to.have.length(Math.max(1, first?.numberOfFrames ?? 1));
        const numbers = outcome.length === 1 ? [undefined] : outcome.map((_, index) => index + 1);
        expect(outcome.map(({ frame }) => frame)).to.deep.equal(numbers);
      }),
      extent(2000, 10_000),
    ));

  it('has the same headers in a file that is read bit by bit as in memory, or the same refusal', () =>
    fc.assert(
      fc.asyncProperty(damaged, fc.nat(20_000), async (bytes, behind) => {
        const file = concatBytes(bytes, new Uint8Array(behind));
        const bounds = { bytes: file.length, floorBytes: FLOOR_BYTES };
        const whole = await withinBounds(bounds, () => parseHeaders(file));
        const read = await withinBounds(bounds, () => readHeaders(memory(file), { name: '7.dcm', path: '7.dcm' }));
        const told = (outcome: typeof whole) => (outcome instanceof SpineError ? outcome.code : outcome);
        expect(told(read)).to.deep.equal(told(whole));
      }),
      extent(500, 3000),
    ));

  it('decodes frame by frame, or is refused', () =>
    fc.assert(
      fc.asyncProperty(damaged, fc.integer({ min: 1, max: 3 }), async (bytes, frame) => {
        const outcome = await withinBounds({ bytes: bytes.length, floorBytes: FLOOR_BYTES }, () =>
          decodeSlice(bytes, { file: '7.dcm' }, { frame }),
        );
        if (!(outcome instanceof SpineError)) expect(outcome.pixels).to.have.length(outcome.rows * outcome.columns);
      }),
      extent(500, 3000),
    ));
});
