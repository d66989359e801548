import { expect } from 'chai';
import { parseHeader } from '../../src/dicom/parse-header.ts';
import { dicomFixture, encapsulated, type FixtureSyntax, rleFrame, SYNTAX_UIDS } from '../support/dicom-fixture.ts';
import { thrownBy } from '../support/thrown-by.ts';

const SYNTAXES: readonly FixtureSyntax[] = ['explicit', 'implicit', 'big-endian', 'rle'];
const WHERE = { file: '7.dcm' };

describe('parseHeader', () => {
  for (const syntax of SYNTAXES)
    it(`reads every field: ${syntax}`, () => {
      const bytes = dicomFixture({
        syntax,
        rows: 3,
        columns: 5,
        signed: true,
        spacingBetweenSlicesMm: 4.4,
        position: [1.5, -2, 3e-2],
        orientation: [0, 1, 0, 0, 0, -1],
        set: { '00180050': ['DS', ' 4.0'], '00280008': ['IS', '1'], '00280101': ['US', [12]] },
      });
      expect(parseHeader(bytes)).to.deep.equal({
        transferSyntaxUid: SYNTAX_UIDS[syntax],
        modality: 'MR',
        seriesDescription: 'SAG T2',
        rows: 3,
        columns: 5,
        pixelSpacingMm: { xSpacingMm: 0.75, ySpacingMm: 0.5 },
        positionMm: { x: 1.5, y: -2, z: 0.03 },
        rowDirection: { x: 0, y: 1, z: 0 },
        columnDirection: { x: 0, y: 0, z: -1 },
        spacingBetweenSlicesMm: 4.4,
        sliceThicknessMm: 4,
        bitsAllocated: 16,
        bitsStored: 12,
        pixelRepresentation: 1,
        samplesPerPixel: 1,
        numberOfFrames: 1,
        photometricInterpretation: 'MONOCHROME2',
      });
    });

  it('leaves undefined what the file lacks, leaves empty or does not spell as numbers', () => {
    const header = parseHeader(
      dicomFixture({
        set: {
          '00180088': ['DS', '0x10'],
          '00200032': ['DS', '1\\\\3'],
          '00200037': ['DS', '1\\0\\0'],
          '00280010': ['US', [0]],
          '00280030': ['DS', ''],
          '00280103': undefined,
        },
      }),
    );
    expect(header.spacingBetweenSlicesMm).to.equal(undefined);
    expect(header.positionMm).to.equal(undefined);
    expect(header.rowDirection).to.equal(undefined);
    expect(header.columnDirection).to.equal(undefined);
    expect(header.rows).to.equal(undefined);
    expect(header.pixelSpacingMm).to.equal(undefined);
    expect(header.pixelRepresentation).to.equal(undefined);
  });

  it('reads no attribute that tells who the patient is', () => {
    expect(JSON.stringify(parseHeader(dicomFixture()))).to.not.contain('SECRET');
  });

  it('reads a header whose pixels are in a syntax that cannot be decoded', () => {
    const bytes = dicomFixture({ claimSyntaxUid: '1.2.840.10008.1.2.4.90' });
    expect(parseHeader(bytes).transferSyntaxUid).to.equal('1.2.840.10008.1.2.4.90');
  });

  it('gives the header of the whole file for every beginning that reaches the pixel data, and refuses shorter ones', () => {
    for (const syntax of SYNTAXES) {
      const bytes = dicomFixture({ syntax });
      const whole = parseHeader(bytes);
      const reach = bytes.length - dicomFixturePixels(syntax);
      for (let length = 0; length <= bytes.length; length++) {
        const beginning = bytes.subarray(0, length);
        if (length >= reach) expect(parseHeader(beginning)).to.deep.equal(whole);
        else
          expect(thrownBy(() => parseHeader(beginning)).code).to.match(
            /^DICOM_(EMPTY|NOT_DICOM|HEADER_BROKEN|TAG_MISSING)$/,
          );
      }
    }
  });
});

/** Bytes of the value of the pixel data: 4 x 6 pixels of 2 bytes, as they are or as two literal segments with RLE's frame. */
const dicomFixturePixels = (syntax: FixtureSyntax): number =>
  syntax === 'rle'
    ? encapsulated(
        rleFrame(
          Uint8Array.from({ length: 48 }, (_, i) => (i % 2 ? 0 : i / 2)),
          2,
        ),
      ).length
    : 48;

describe('parseHeader refuses', () => {
  const refused = (bytes: Uint8Array) => thrownBy(() => parseHeader(bytes, WHERE));

  it('an empty file', () => {
    const error = refused(new Uint8Array(0));
    expect(error.code).to.equal('DICOM_EMPTY');
    expect(error.message).to.equal('7.dcm: the file is empty; copy or export it again');
  });

  it('a file of another kind, and one without the 128-byte preamble', () => {
    const text = new TextEncoder().encode('study_id,series_id\n'.repeat(50));
    for (const bytes of [text, dicomFixture().subarray(128), new Uint8Array(10)]) {
      const error = refused(bytes);
      expect(error.code).to.equal('DICOM_NOT_DICOM');
      expect(error.message).to.equal(
        `7.dcm: not a DICOM file: "DICM" expected at byte 128 of its ${bytes.length}; remove the file, or export it as DICOM Part 10 if the 128-byte preamble was left out`,
      );
    }
  });

  it('a header that is cut off, keeping what the parser said', () => {
    const error = refused(dicomFixture().subarray(0, 300));
    expect(error.code).to.equal('DICOM_HEADER_BROKEN');
    expect(error.message).to.equal(
      '7.dcm: no pixel data can be found in the 300 bytes that are there: the file is cut off, damaged or no image; copy or export it again, or remove it',
    );
    expect(error.cause).to.match(/^dicomParser/);
  });

  it('a file without pixel data', () => {
    expect(refused(dicomFixture({ set: { '7FE00010': undefined } })).code).to.equal('DICOM_HEADER_BROKEN');
  });

  it('a value that reaches beyond the end of an implicit header', () => {
    const bytes = dicomFixture({
      syntax: 'implicit',
      set: { '00280103': ['OB', new Uint8Array(50)], '7FE00010': undefined },
    });
    expect(refused(bytes.subarray(0, bytes.length - 1)).code).to.equal('DICOM_HEADER_BROKEN');
  });

  it('a file that does not name its transfer syntax', () => {
    const bytes = dicomFixture();
    bytes[134] = 0x11; // (0002,0010) becomes (0002,0011)
    const error = refused(bytes);
    expect(error.code).to.equal('DICOM_TAG_MISSING');
    expect(error.message).to.equal(
      '7.dcm: no usable TransferSyntaxUID (0002,0010), needed to read the rest of the file; export the file again with its full header, or leave the series out',
    );
  });

  it('a deflated file, whose header is compressed too', () => {
    const error = refused(dicomFixture({ claimSyntaxUid: '1.2.840.10008.1.2.1.99' }));
    expect(error.code).to.equal('DICOM_TRANSFER_SYNTAX');
    expect(error.reason).to.contain('Deflated Explicit VR Little Endian (1.2.840.10008.1.2.1.99)');
  });
});
