import { inspect } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import { decodeSlice } from '../../src/dicom/decode-slice.ts';
import { geometryOf } from '../../src/dicom/geometry.ts';
import { SpineError } from '../../src/domain/spine-error.ts';
import { dicomFixture, type FixtureSyntax } from '../support/dicom-fixture.ts';

const SEQUENCE_VALUE = Uint8Array.from([
  0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff, 0x10, 0, 0x10, 0, 0x50, 0x4e, 4, 0,
]);
const VALID = (['explicit', 'implicit', 'big-endian', 'rle'] as const satisfies readonly FixtureSyntax[]).flatMap(
  (syntax) => [
    dicomFixture({ syntax, rows: 16, columns: 16, privateBytes: 32 }),
    dicomFixture({ syntax, bitsAllocated: 8, signed: true, set: { '00081140': ['UN', SEQUENCE_VALUE] } }),
  ],
);

/** Bytes that mean something to a parser: ends of the ranges, undefined lengths, tags of items and delimiters. */
const TELLING = [
  [0],
  [0xff],
  [0xff, 0xff, 0xff, 0xff],
  [0xfe, 0xff, 0x00, 0xe0],
  [0xfe, 0xff, 0x0d, 0xe0],
  [0xfe, 0xff, 0xdd, 0xe0],
  [0x53, 0x51],
  [0x55, 0x4e],
];
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  bytes: fc.oneof(fc.constantFrom(...TELLING), fc.array(fc.nat(255), { minLength: 1, maxLength: 4 })),
});
const damaged = fc
  .record({
    valid: fc.constantFrom(...VALID),
    mutations: fc.array(mutation, { maxLength: 6 }),
    keep: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ valid, mutations, keep }) => {
    const bytes = valid.slice(0, Math.floor(valid.length * keep));
    // behind the preamble, of which no byte counts
    for (const { at, bytes: written } of mutations) {
      const from = 128 + Math.floor(at * (bytes.length - 128));
      written.forEach((byte, i) => {
        if (from >= 128 && from + i < bytes.length) bytes[from + i] = byte;
      });
    }
    return bytes;
  });

describe('a damaged file', () => {
  it('either decodes to as many pixels as it says or is refused with a SpineError that tells nothing of the patient', function () {
    this.timeout(30_000);
    fc.assert(
      fc.property(damaged, (bytes) => {
        try {
          const slice = decodeSlice(bytes, { file: '7.dcm' });
          expect(slice.pixels).to.have.length(slice.rows * slice.columns);
          geometryOf(slice.header);
        } catch (error) {
          expect(error).to.be.instanceOf(SpineError);
          expect(inspect(error, { depth: 10, maxStringLength: null })).to.not.match(/SECRET|NAME/);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('is refused when sequences are nested deeper than the stack', () => {
    const item = [0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff];
    const sequence = [0x08, 0x00, 0x40, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff];
    const nested = Uint8Array.from(
      Array(20_000)
        .fill([...item, ...sequence])
        .flat(),
    );
    const header = dicomFixture({ set: { '7FE00010': undefined } });
    const bytes = new Uint8Array([...header, ...sequence, ...nested]);
    expect(() => decodeSlice(bytes))
      .to.throw(SpineError)
      .with.property('code', 'DICOM_HEADER_BROKEN');
  });
});
