import { expect } from 'chai';
import dcmjs from 'dcmjs';
import fc, { type Arbitrary } from 'fast-check';
import { parseHeaders } from '../../../src/dicom/parse-header.ts';
import {
  concatBytes,
  type DicomFixture,
  dicomFixture,
  type FixtureItem,
  type FixtureValue,
} from '../../support/dicom-fixture.ts';
import { enhancedFixture, groups } from '../../support/enhanced-fixture.ts';

const SYNTAXES = ['explicit', 'implicit', 'big-endian', 'deflated'] as const;

const bytesValue = fc
  .tuple(fc.constantFrom('OB', 'OV', 'UN', 'UC', 'SV', 'ZZ'), fc.uint8Array({ maxLength: 60 }))
  .map(([vr, value]): FixtureValue => [vr, value]);
const textValue = fc
  .tuple(fc.constantFrom('LO', 'SH', 'PN', 'UR', 'UT'), fc.string({ unit: 'binary-ascii', maxLength: 60 }))
  .map(([vr, value]): FixtureValue => [vr, value]);

/** Places that no reader looks at, and those of attributes that it reads of the object itself: in items they must not count. */
const place = fc.oneof(
  fc.nat(0xff).map((element) => `000910${element.toString(16).padStart(2, '0').toUpperCase()}`),
  fc.constantFrom('00080060', '00200032', '00280010', '00280030', '52009230'),
);

const { item } = fc.letrec<{ item: FixtureItem; value: FixtureValue }>((tie) => ({
  item: fc.dictionary(place, tie('value'), { maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 5 },
    bytesValue,
    textValue,
    fc
      .record({ items: fc.array(tie('item'), { maxLength: 3 }), undefinedLength: fc.boolean() })
      .map((items): FixtureValue => ['SQ', items]),
  ),
}));

const value: Arbitrary<FixtureValue> = fc.oneof(
  bytesValue,
  textValue,
  fc
    .record({ items: fc.array(item, { maxLength: 3 }), undefinedLength: fc.boolean() })
    .map((items): FixtureValue => ['SQ', items]),
);

/** Attributes of an object that mean nothing to a reader, some before those that do, some behind. */
const junk: Arbitrary<NonNullable<DicomFixture['set']>> = fc.dictionary(
  fc
    .tuple(fc.constantFrom('0009', '0019', '0029', '0051', '5400'), fc.nat(0xffff))
    .map(([group, element]) => `${group}${element.toString(16).padStart(4, '0').toUpperCase()}`),
  value,
  { maxKeys: 6 },
);

const META_START = 132;

/** With the length of the meta information, a transfer syntax, without which dcmjs reads no file. */
const withMetaLength = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const metaBytes = 8 + bytes[META_START + 6]!;
  const length = Uint8Array.of(2, 0, 0, 0, 0x55, 0x4c, 4, 0, metaBytes, 0, 0, 0);
  return concatBytes(bytes.subarray(0, META_START), length, bytes.subarray(META_START));
};

const withoutPlace = (bytes: Uint8Array) => parseHeaders(bytes).map(({ pixelData: _place, ...header }) => header);

describe('the headers of an object', () => {
  it('do not depend on elements that are not read, nor on those within items, in any encoding', () =>
    fc.assert(
      fc.property(junk, fc.constantFrom(...SYNTAXES), (set, syntax) => {
        const bytes = dicomFixture({ syntax, set });
        expect(withoutPlace(bytes)).to.deep.equal(withoutPlace(dicomFixture({ syntax })));
        const { offset = 0, length = 0 } = parseHeaders(bytes)[0]!.pixelData ?? {};
        expect(length).to.equal(48);
        if (syntax !== 'deflated') expect(offset + length).to.equal(bytes.length);
      }),
      { numRuns: 300 },
    ));

  it('do not depend on what else is among the functional groups of an enhanced object', () =>
    fc.assert(
      fc.property(junk, junk, fc.boolean(), fc.constantFrom(...SYNTAXES), (other, more, undefinedLength, syntax) => {
        const of = groups(undefinedLength);
        const frames = [0, 1, 2].map((x) => ({ ...of.position([x, 0, 0]), ...of.echo(10 + x) }));
        const plain = enhancedFixture({ syntax, perFrame: frames, shared: of.timing(3000) });
        const mixed = enhancedFixture({
          syntax,
          undefinedLength,
          perFrame: frames.map((frame) => ({ ...frame, ...other })),
          shared: { ...of.timing(3000), ...more },
          set: more,
        });
        expect(withoutPlace(mixed)).to.deep.equal(withoutPlace(plain));
      }),
      { numRuns: 200 },
    ));

  it('are the same from any beginning that reaches the pixels, and from shorter ones there are none', () =>
    fc.assert(
      fc.property(
        junk,
        fc.constantFrom('explicit', 'implicit', 'big-endian'),
        fc.nat(1000).map((thousandth) => thousandth / 1000),
        (set, syntax, share) => {
          const bytes = dicomFixture({ syntax, set });
          const beginning = bytes.subarray(0, Math.floor(share * bytes.length));
          try {
            expect(parseHeaders(beginning)).to.deep.equal(parseHeaders(bytes));
            expect(beginning.length).to.be.at.least(bytes.length - 48);
          } catch (error) {
            if (!(error instanceof Error && 'code' in error && /^DICOM_/.test(String(error.code)))) throw error;
            expect(beginning.length).to.be.below(bytes.length - 48);
          }
        },
      ),
      { numRuns: 300 },
    ));

  it('are those that another reader finds, which knows no representation later than 2019, and so are the pixels', () =>
    fc.assert(
      fc.property(junk, fc.constantFrom('explicit', 'implicit', 'big-endian'), (set, syntax) => {
        const isKnown = (vr = '') => !/^(ZZ|UN|SQ)$/.test(vr);
        const known = Object.fromEntries(Object.entries(set).filter(([, value]) => isKnown(value?.[0])));
        const bytes = withMetaLength(dicomFixture({ syntax, set: known }));
        const { dict } = dcmjs.data.DicomMessage.readFile(bytes.buffer);
        const [{ rows, columns, seriesDescription, pixelData } = {}] = parseHeaders(bytes);
        expect([rows, columns, seriesDescription]).to.deep.equal(
          ['00280010', '00280011', '0008103E'].map((place) => dict[place]?.Value[0]),
        );
        const { offset = 0, length = 0 } = pixelData ?? {};
        const pixels = dict['7FE00010']?.Value[0];
        expect(pixels instanceof ArrayBuffer && new Uint8Array(pixels)).to.deep.equal(
          new Uint8Array(bytes.buffer.slice(offset, offset + length)),
        );
      }),
      { numRuns: 100 },
    ));
});
