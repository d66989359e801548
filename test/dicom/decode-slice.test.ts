import { expect } from 'chai';
import fc from 'fast-check';
import { decodeSlice } from '../../src/dicom/decode-slice.ts';
import { parseHeader } from '../../src/dicom/parse-header.ts';
import {
  concatBytes,
  type DicomFixture,
  dicomFixture,
  encapsulated,
  type FixtureSyntax,
  rleFrame,
} from '../support/dicom-fixture.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const SYNTAXES: readonly FixtureSyntax[] = ['explicit', 'implicit', 'big-endian', 'rle'];
const FORMATS = [
  { bitsAllocated: 8, signed: false, type: Uint8Array, range: [0, 255] },
  { bitsAllocated: 8, signed: true, type: Int8Array, range: [-128, 127] },
  { bitsAllocated: 16, signed: false, type: Uint16Array, range: [0, 65535] },
  { bitsAllocated: 16, signed: true, type: Int16Array, range: [-32768, 32767] },
] as const;

/** Pixel data of the RLE fixture: 24 pixels of 2 bytes that count up from 0. */
const RLE_PIXELS = encapsulated(
  rleFrame(
    Uint8Array.from({ length: 48 }, (_, i) => (i % 2 ? 0 : i / 2)),
    2,
  ),
);

const WHERE = { studyId: '1', seriesId: '2', file: '7.dcm' };
const refused = (bytes: Uint8Array) => rejectionOf(decodeSlice(bytes, WHERE));
const refusal = (fixture: DicomFixture) => refused(dicomFixture(fixture));

describe('decodeSlice', () => {
  for (const syntax of SYNTAXES)
    for (const { bitsAllocated, signed, type, range } of FORMATS)
      it(`gives the stored values: ${syntax}, ${bitsAllocated} bits, ${signed ? 'signed' : 'unsigned'}`, () => {
        const size = fc.record({ rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 1, max: 5 }) });
        const value = fc.integer({ min: range[0], max: range[1] });
        return fc.assert(
          fc.asyncProperty(size, fc.infiniteStream(value), async ({ rows, columns }, values) => {
            const pixels = [...values.take(rows * columns)];
            const slice = await decodeSlice(dicomFixture({ syntax, bitsAllocated, signed, rows, columns, pixels }));
            expect(slice.pixels).to.be.instanceOf(type);
            expect(slice).to.include({ rows, columns });
            expect([...slice.pixels]).to.deep.equal(pixels);
          }),
          { numRuns: 30 },
        );
      });

  it('gives the header that parseHeader gives', async () => {
    const bytes = dicomFixture({ syntax: 'rle' });
    expect((await decodeSlice(bytes)).header).to.deep.equal(parseHeader(bytes));
  });

  it('notes text in the pixels, and losses of an earlier compression', async () => {
    const notesOf = async (burnedIn: string, lossy: string) => {
      const set = { '00280301': ['CS', burnedIn], '00282110': ['CS', lossy] } as const;
      return (await decodeSlice(dicomFixture({ set }))).notes;
    };
    expect(await notesOf('NO', '00')).to.deep.equal([]);
    expect(await notesOf('YES', '01')).to.deep.equal(['LOSSY_COMPRESSION', 'BURNED_IN_TEXT']);
  });

  it('looks at the bytes where they are, and copies them from an odd place', async () => {
    const bytes = dicomFixture({ rows: 2, columns: 2, pixels: [1, 2, 3, 4] });
    expect((await decodeSlice(bytes)).pixels.buffer).to.equal(bytes.buffer);
    const shifted = concatBytes(Uint8Array.of(0), bytes).subarray(1);
    expect([...(await decodeSlice(shifted)).pixels]).to.deep.equal([1, 2, 3, 4]);
  });

  it('gives a plain Uint8Array for the Buffer that Node reads into', async () => {
    const { pixels } = await decodeSlice(Buffer.from(dicomFixture({ bitsAllocated: 8 })));
    expect(pixels.constructor).to.equal(Uint8Array);
  });

  it('does not invert MONOCHROME1 and needs no attribute that has only one possible value', async () => {
    const pixels = [4, 3, 2, 1];
    for (const set of [
      { '00280004': ['CS', 'MONOCHROME1'] },
      { '00280002': undefined, '00280004': undefined },
    ] as const)
      expect([...(await decodeSlice(dicomFixture({ rows: 2, columns: 2, pixels, set }))).pixels]).to.deep.equal(pixels);
  });

  it('puts an RLE frame in several fragments together', async () => {
    const pixels = Uint8Array.of(1, 2, 3, 4);
    const frame = rleFrame(pixels, 1);
    const bytes = dicomFixture({ syntax: 'rle', bitsAllocated: 8, rows: 2, columns: 2, pixels });
    const header = bytes.subarray(0, bytes.length - encapsulated(frame).length);
    const fragments = encapsulated(frame.subarray(0, 30), frame.subarray(30));
    expect([...(await decodeSlice(concatBytes(header, fragments))).pixels]).to.deep.equal([...pixels]);
  });

  it('leaves out bytes behind the pixels, and notes them; the byte that makes a length even is none of them', async () => {
    const longer = await decodeSlice(dicomFixture({ rows: 2, columns: 3, pixels: [1, 2, 3, 4, 5, 6, 7] }));
    expect([...longer.pixels]).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(longer.notes).to.deep.equal(['PIXEL_DATA_LONGER']);
    const odd = await decodeSlice(dicomFixture({ bitsAllocated: 8, rows: 1, columns: 3, pixels: [1, 2, 3] }));
    expect([...odd.pixels]).to.deep.equal([1, 2, 3]);
    expect(odd.notes).to.deep.equal([]);
  });

  it('does not change the bytes', async () => {
    for (const syntax of SYNTAXES) {
      const bytes = dicomFixture({ syntax });
      const before = bytes.slice();
      await decodeSlice(bytes);
      expect(bytes).to.deep.equal(before);
    }
  });
});

describe('decodeSlice refuses', () => {
  it('compressed pixels that it cannot decode, by name, and says how to convert them', async () => {
    const error = await refusal({ claimSyntaxUid: '1.2.840.10008.1.2.4.110' });
    expect(error.code).to.equal('DICOM_TRANSFER_SYNTAX');
    expect(error.message).to.equal(
      'study 1 / series 2 / 7.dcm: unsupported transfer syntax JPEG XL Lossless (1.2.840.10008.1.2.4.110); expected uncompressed, RLE, JPEG, JPEG-LS, JPEG 2000 or HTJ2K; convert the file, e.g. with "gdcmconv --raw <in> <out>"',
    );
  });

  it('transfer syntaxes that nobody knows, without repeating what is no UID', async () => {
    expect((await refusal({ claimSyntaxUid: '1.2.3' })).reason).to.contain('an unknown syntax (1.2.3)');
    expect((await refusal({ claimSyntaxUid: 'SECRET^NAME' })).reason).to.match(
      /^unsupported transfer syntax \(not a UID\); /,
    );
  });

  it('colour, several frames and palettes', async () => {
    const format = async (set: NonNullable<DicomFixture['set']>) => {
      const error = await refusal({ set, pixels: Array(12 * 24).fill(0) });
      expect(error.code).to.equal('DICOM_PIXEL_FORMAT');
      return error.message;
    };
    const remedy = 'export the series as single-frame grey images of 8 or 16 bits';
    expect(await format({ '00280002': ['US', [3]] })).to.equal(
      `study 1 / series 2 / 7.dcm: it has 3 samples a pixel, expected 1; ${remedy}`,
    );
    expect(await format({ '00280008': ['IS', '12'] })).to.equal(
      `study 1 / series 2 / 7.dcm: it has 12 frames, expected 1; ${remedy}`,
    );
    expect(await format({ '00280004': ['CS', 'PALETTE COLOR'] })).to.equal(
      `study 1 / series 2 / 7.dcm: its PhotometricInterpretation is neither MONOCHROME1 nor MONOCHROME2; ${remedy}`,
    );
    expect(await format({ '00280100': ['US', [12]] })).to.equal(
      `study 1 / series 2 / 7.dcm: it allocates 12 bits a pixel, expected 8 or 16; ${remedy}`,
    );
  });

  it('a header without what the pixels need, naming all of it', async () => {
    const set = {
      '00280010': undefined,
      '00280011': ['US', [0]],
      '00280100': undefined,
      '00280103': undefined,
    } as const;
    const error = await refusal({ set });
    expect(error.code).to.equal('DICOM_TAG_MISSING');
    expect(error.message).to.equal(
      'study 1 / series 2 / 7.dcm: no usable Rows (0028,0010), Columns (0028,0011), BitsAllocated (0028,0100), PixelRepresentation (0028,0103), ' +
        'needed to decode the pixels; export the file again with its full header, or remove the series',
    );
  });

  it('pixel data that is shorter than Rows x Columns', async () => {
    const error = await refusal({ rows: 4, columns: 6, pixels: new Uint16Array(23) });
    expect(error.code).to.equal('DICOM_PIXEL_LENGTH');
    expect(error.message).to.equal(
      'study 1 / series 2 / 7.dcm: 4 rows of 6 columns at 16 bits need 48 bytes of pixel data, found 46; export the file again',
    );
  });

  it('an absurd size, before it takes memory for it', async () => {
    const before = process.memoryUsage().arrayBuffers;
    for (const syntax of SYNTAXES) {
      const error = await refusal({ syntax, rows: 65535, columns: 65535, pixels: new Uint16Array(5) });
      expect(error.code).to.equal(syntax === 'rle' ? 'DICOM_RLE_BROKEN' : 'DICOM_PIXEL_LENGTH');
    }
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(1e6);
  });

  it('pixel data that is cut off', async () => {
    const bytes = dicomFixture();
    const error = await refused(bytes.subarray(0, bytes.length - 10));
    expect(error.code).to.equal('DICOM_PIXELS_TRUNCATED');
    expect(error.message).to.equal(
      'study 1 / series 2 / 7.dcm: the file is truncated: 38 of 48 bytes of pixel data; copy or export it again',
    );
  });

  it('RLE pixel data that is cut off, anywhere before its end', async () => {
    const bytes = dicomFixture({ syntax: 'rle' });
    const delimiterBytes = 8;
    for (let cut = delimiterBytes + 1; cut <= RLE_PIXELS.length; cut++)
      expect((await refused(bytes.subarray(0, bytes.length - cut))).code).to.match(
        /^DICOM_(PIXELS_TRUNCATED|RLE_BROKEN|FRAGMENTS_BROKEN)$/,
      );
  });

  it('fragments that do not follow one another', async () => {
    const bytes = dicomFixture({ syntax: 'rle' });
    bytes[bytes.length - RLE_PIXELS.length] = 7; // the tag of the offset table
    expect((await refused(bytes)).message).to.equal(
      'study 1 / series 2 / 7.dcm: damaged fragments of compressed pixel data: a fragment does not begin where the one before it ends; copy or export the file again',
    );
  });

  it('encapsulated pixels under an uncompressed syntax and the other way round', async () => {
    const rle = dicomFixture({ syntax: 'rle', claimSyntaxUid: '1.2.840.10008.1.2.1' });
    expect((await refused(rle)).reason).to.match(
      /^its pixel data is encapsulated, but its transfer syntax is an uncompressed one; /,
    );
    const plain = dicomFixture({ claimSyntaxUid: '1.2.840.10008.1.2.5' });
    expect((await refused(plain)).reason).to.match(
      /^its pixel data is not encapsulated, but its transfer syntax is a compressed one; /,
    );
  });

  it('8-bit pixels in big-endian words', async () => {
    const set = { '7FE00010': ['OW', new Uint8Array(24)] } as const;
    expect((await refusal({ syntax: 'big-endian', bitsAllocated: 8, set })).reason).to.match(
      /^its 8-bit pixels lie two by two in big-endian words; /,
    );
  });
});
