import { expect } from 'chai';
import { parseHeader } from '../../../src/dicom/parse-header.ts';
import type { ReadBytes } from '../../../src/dicom/read-bytes.ts';
import { readHeaders } from '../../../src/dicom/read-header.ts';
import {
  concatBytes,
  type DicomFixture,
  dicomFixture,
  encapsulated,
  type FixtureItem,
  type FixtureSyntax,
} from '../../support/dicom-fixture.ts';
import { rejectionOf, thrownBy } from '../../support/thrown-by.ts';

/** Preamble, "DICM" and the transfer syntax, of explicit files. */
const META_BYTES = 128 + 4 + 8 + 20;

const SYNTAXES: readonly FixtureSyntax[] = ['explicit', 'implicit', 'big-endian', 'deflated'];

/** The header of a file with these further attributes, which must be the header without them, but for the place of the pixels. */
const expectStepsOver = (set: NonNullable<DicomFixture['set']>, syntaxes = SYNTAXES) => {
  for (const syntax of syntaxes) {
    const { pixelData: _plain, ...plain } = parseHeader(dicomFixture({ syntax }));
    const bytes = dicomFixture({ syntax, set });
    const { pixelData, ...header } = parseHeader(bytes);
    expect(header, syntax).to.deep.equal(plain);
    expect(pixelData?.length, syntax).to.equal(48);
    if (syntax !== 'deflated') expect(pixelData?.offset, syntax).to.equal(bytes.length - 48);
  }
};

const nested = (depth: number, undefinedLength: (level: number) => boolean): FixtureItem =>
  depth === 0
    ? { '00080104': ['LO', 'end'] }
    : { '00400275': ['SQ', { items: [nested(depth - 1, undefinedLength)], undefinedLength: undefinedLength(depth) }] };

describe('elements before the pixels are stepped over', () => {
  it('of the representations with long values: OV, SV, UV and those that DICOM has not defined yet', () => {
    expectStepsOver({
      '00091001': ['OV', new Uint8Array(16)],
      '00091002': ['SV', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255)],
      '00091003': ['UV', new Uint8Array(8)],
      '00091004': ['ZZ', new Uint8Array(300)],
      '7FE00001': ['OV', new Uint8Array(8)],
    });
  });

  it('of a representation that its writer did not know, which has a short length', () => {
    expectStepsOver({ '00091001': ['??', new Uint8Array(300)] }, ['explicit', 'big-endian']);
  });

  it('which are sequences, nested 100 levels deep, of defined and undefined length in turn', () => {
    expectStepsOver(nested(100, () => true));
    expectStepsOver(nested(100, (level) => level % 2 === 0));
    expectStepsOver(nested(40, () => false));
  });

  it('which are icons with pixel data of their own, native and in fragments', () => {
    const icon = (pixels: Uint8Array): FixtureItem => ({
      '00280010': ['US', [8]],
      '00280011': ['US', [8]],
      '7FE00010': ['OB', pixels],
    });
    for (const undefinedLength of [false, true])
      expectStepsOver({ '00880200': ['SQ', { items: [icon(new Uint8Array(64))], undefinedLength }] });
  });

  it('which are icons in fragments, in a sequence and an item of undefined length', () => {
    const open = Uint8Array.of(0xff, 0xff, 0xff, 0xff);
    const icon = concatBytes(
      Uint8Array.of(0xfe, 0xff, 0x00, 0xe0),
      open,
      Uint8Array.of(0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0),
      open,
      // A fragment whose bytes look like the end of everything.
      encapsulated(Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0)),
      Uint8Array.of(0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0),
      Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0),
    );
    const header = dicomFixture({ set: { '7FE00010': undefined } });
    const sequence = concatBytes(Uint8Array.of(0x88, 0x00, 0x00, 0x02, 0x53, 0x51, 0, 0), open, icon);
    const pixels = Uint8Array.of(0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57, 0, 0, 48, 0, 0, 0);
    const bytes = concatBytes(header, sequence, pixels, new Uint8Array(48));
    expect(parseHeader(bytes).pixelData).to.deep.equal({
      offset: bytes.length - 48,
      length: 48,
      encapsulated: false,
      vr: 'OW',
    });
  });

  it('and so are delimiters of sequences that have told their length', () => {
    const plain = dicomFixture();
    const ends = Uint8Array.of(0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0);
    const behindModality = META_BYTES + 10;
    const bytes = concatBytes(plain.subarray(0, behindModality), ends, plain.subarray(behindModality));
    expect(parseHeader(bytes).pixelData?.offset).to.equal(bytes.length - 48);
  });

  it('which are sequences of unknown representation: their items are in implicit encoding, whatever the file is in', () => {
    const items: FixtureItem[] = [
      {
        '00080104': ['LO', 'CODE'],
        '00400275': ['SQ', { items: [{ '00080100': ['SH', 'X'] }], undefinedLength: true }],
      },
      {},
    ];
    for (const undefinedLength of [false, true])
      expectStepsOver({ '00091001': ['UN', { items, undefinedLength }] }, ['explicit', 'implicit', 'deflated']);
  });

  it('whatever their attributes are, in an item: only those of the object itself count', () => {
    const item: FixtureItem = { '00080060': ['CS', 'CT'], '00280010': ['US', [999]], '00200032': ['DS', '9\\9\\9'] };
    for (const undefinedLength of [false, true])
      expectStepsOver({ '00081140': ['SQ', { items: [item, item], undefinedLength }] });
  });

  it('and what follows the pixels is not looked at', () => {
    const padding = Uint8Array.of(0xfc, 0xff, 0xfc, 0xff, 0x4f, 0x42, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0);
    expect(parseHeader(dicomFixture({ trailing: padding }))).to.deep.equal(parseHeader(dicomFixture()));
    expect(parseHeader(dicomFixture({ trailing: Uint8Array.of(1, 2, 3) }))).to.deep.equal(parseHeader(dicomFixture()));
  });
});

describe('numbers in text', () => {
  const numbersOf = (spacing: string, position = '1\\2\\3') => {
    const set: DicomFixture['set'] = { '00280030': ['DS', spacing], '00200032': ['DS', position] };
    const { pixelSpacingMm, positionMm } = parseHeader(dicomFixture({ set }));
    return [pixelSpacingMm, positionMm];
  };

  it('may have blanks around them, signs, exponents, and an empty value behind the last', () => {
    const expected = [
      { xSpacingMm: 0.75, ySpacingMm: 0.5 },
      { x: -1, y: 20, z: 0 },
    ];
    expect(numbersOf('0.5\\0.75', '-1\\20\\0')).to.deep.equal(expected);
    expect(numbersOf(' 0.5 \\ 0.75  ', ' -1 \\20 \\ 0 ')).to.deep.equal(expected);
    expect(numbersOf('0.5\\.75\\', '-1\\20\\0.\\ ')).to.deep.equal(expected);
    expect(numbersOf('+5E-1\\+7.50e-01', '-1.0E+0\\+2.E1\\0E0')).to.deep.equal(expected);
  });

  it('are none with decimal commas, units, a value too many or too few', () => {
    for (const text of [
      '0,5\\0,75',
      '0.5mm\\0.75',
      '0.5\\0.75\\1',
      '0.5',
      '0.5\\',
      '\\0.5\\0.75',
      '0.5\\0.75\\\\',
      '1e999\\1',
    ])
      expect(numbersOf(text)[0], text).to.equal(undefined);
  });

  it('are none in a value that is far too long', () => {
    expect(numbersOf(`${'0'.repeat(2000)}0.5\\0.75`)[0]).to.equal(undefined);
  });
});

describe('a header that lies about lengths', () => {
  const FILE = { file: '7.dcm' };

  it('is refused without allocating what it claims, wherever the lie is', () => {
    const claims = Uint8Array.of(0xf0, 0xff, 0xff, 0x7f);
    const header = dicomFixture({ set: { '7FE00010': undefined } });
    for (const vr of ['OB', 'SQ', 'UN', 'UT']) {
      const element = concatBytes(
        Uint8Array.of(0x29, 0, 0x10, 0x10),
        new TextEncoder().encode(vr),
        Uint8Array.of(0, 0),
      );
      const error = thrownBy(() => parseHeader(concatBytes(header, element, claims, new Uint8Array(64)), FILE));
      expect(error.code).to.equal('DICOM_HEADER_BROKEN');
      expect(error.cause).to.be.an('error').with.property('message').that.contains('element (0029,1010)');
    }
  });

  it('is refused where items reach beyond their sequence, or elements beyond their item', () => {
    const item = (length: number, inner: Uint8Array) =>
      concatBytes(Uint8Array.of(0xfe, 0xff, 0, 0xe0, length, 0, 0, 0), inner);
    const INNER = {
      explicit: Uint8Array.of(0x28, 0, 0x10, 0, 0x4f, 0x42, 0, 0, 40, 0, 0, 0),
      implicit: Uint8Array.of(0x28, 0, 0x10, 0, 40, 0, 0, 0),
    };
    for (const syntax of ['explicit', 'implicit'] as const)
      for (const place of ['52009229', '00082218']) {
        const causeOf = (value: Uint8Array) => {
          const error = thrownBy(() => parseHeader(dicomFixture({ syntax, set: { [place]: ['SQ', value] } }), FILE));
          expect(error.code).to.equal('DICOM_HEADER_BROKEN');
          expect(error.where).to.deep.equal(FILE);
          return String(error.cause);
        };
        const inner = INNER[syntax];
        expect(causeOf(item(inner.length, inner)))
          .to.contain('(0028,0010)')
          .and.to.match(/reaches beyond the end of its \(FFFE,E000\)|buffer overrun/);
        expect(causeOf(item(inner.length + 40, inner)))
          .to.contain('(FFFE,E000)')
          .and.to.contain(`reaches beyond the end of its (${place.slice(0, 4)},${place.slice(4)})`);
      }
  });

  it('is refused at the first zeros where elements should be, as an interrupted copy leaves them', async () => {
    const bytes = concatBytes(dicomFixture({ set: { '7FE00010': undefined } }), new Uint8Array(1_000_000));
    const asked: (number | undefined)[] = [];
    const read: ReadBytes = async (_path, maxBytes) => {
      asked.push(maxBytes);
      return bytes.subarray(0, maxBytes);
    };
    const error = await rejectionOf(readHeaders(read, { name: '7.dcm', path: '7.dcm' }));
    expect(error.code).to.equal('DICOM_HEADER_BROKEN');
    expect(String(error.cause)).to.match(/zeros at byte \d+ in place of an element/);
    expect(asked).to.deep.equal([8192]);
  });

  it('does not depend on what a delimiter claims to be long', () => {
    const item = Uint8Array.of(0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff);
    const end = Uint8Array.of(0xfe, 0xff, 0x0d, 0xe0, 0xff, 0xff, 0xff, 0x7f);
    const shared = concatBytes(item, end);
    expect(parseHeader(dicomFixture({ set: { '52009229': ['SQ', shared] } })).rows).to.equal(4);
  });

  it('is refused where sequences do not nest: an end within an item, an element between items, a fragment without length', () => {
    const open = Uint8Array.of(0xff, 0xff, 0xff, 0xff);
    const start = concatBytes(Uint8Array.of(0x29, 0, 0x10, 0x10, 0x53, 0x51, 0, 0), open);
    const noLength = concatBytes(Uint8Array.of(0x29, 0, 0x10, 0x10, 0x4f, 0x42, 0, 0), open);
    const startItem = concatBytes(start, Uint8Array.of(0xfe, 0xff, 0, 0xe0), open);
    const fragments = concatBytes(startItem, Uint8Array.of(0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0), open);
    const openItem = concatBytes(Uint8Array.of(0xfe, 0xff, 0, 0xe0), open);
    const end = Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0);
    const other = Uint8Array.of(0x08, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x4d, 0x52);
    const header = dicomFixture({ set: { '7FE00010': undefined } });
    const messageOf = (...parts: readonly Uint8Array[]) => {
      const error = thrownBy(() => parseHeader(concatBytes(header, ...parts, new Uint8Array(64)), FILE));
      expect(error.code).to.equal('DICOM_HEADER_BROKEN');
      return String(error.cause);
    };
    expect(messageOf(start, openItem, end))
      .to.contain('(FFFE,E0DD)')
      .and.to.contain('where an element should be');
    expect(messageOf(start, other)).to.contain('(0008,0060)').and.to.contain('item tag (FFFE,E000) not found');
    expect(messageOf(fragments, Uint8Array.of(0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0), other))
      .to.contain('(0008,0060)')
      .and.to.contain('where a fragment or the end of fragments should be');
    expect(messageOf(noLength, openItem)).to.contain('(0029,1010)').and.to.contain('has no length');
    expect(messageOf(fragments, openItem)).to.contain('(FFFE,E000)').and.to.contain('reaches beyond the');
  });
});
