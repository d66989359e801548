import { expect } from 'chai';
import { parseHeader } from '../../src/dicom/parse-header.ts';
import {
  type DicomFixture,
  dicomFixture,
  encapsulated,
  type FixtureSyntax,
  rleFrame,
  SYNTAX_UIDS,
} from '../support/dicom-fixture.ts';
import { thrownBy } from '../support/thrown-by.ts';

const SYNTAXES: readonly FixtureSyntax[] = ['explicit', 'implicit', 'big-endian', 'rle'];
const WHERE = { file: '7.dcm' };

/** Every attribute of a classic image that is read. */
const EVERYTHING: NonNullable<DicomFixture['set']> = {
  '00080008': ['CS', 'original\\PRIMARY\\\\M '],
  '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.4'],
  '00080018': ['UI', '1.2.3.4'],
  '00080020': ['DA', '20240315'],
  '00080022': ['DA', '20240316'],
  '00080030': ['TM', '1015'],
  '00080032': ['TM', '101630.5'],
  '00100020': ['LO', 'SECRET-1'],
  '00180010': ['LO', 'SECRET-2'],
  '00180015': ['CS', 'LSPINE'],
  '00180020': ['CS', 'SE\\IR'],
  '00180050': ['DS', ' 4.0'],
  '00180080': ['DS', '3000'],
  '00180081': ['DS', '+1.0E2'],
  '00180082': ['DS', '160'],
  '00181030': ['LO', 't2_tirm'],
  '00189087': ['FD', [800]],
  '0020000D': ['UI', '1.2.3'],
  '0020000E': ['UI', '1.2.3.5'],
  '00200011': ['IS', '20'],
  '00200013': ['IS', '-7'],
  '00200052': ['UI', '1.2.3.6'],
  '00200100': ['IS', '2'],
  '00209161': ['UI', '1.2.3.7'],
  '00209162': ['US', [2]],
  '00209163': ['US', [3]],
  '00280008': ['IS', '1'],
  '00280101': ['US', [12]],
  '00280102': ['US', [11]],
  '00280120': ['SS', [-2000]],
  '00280301': ['CS', 'YES'],
  '00282110': ['CS', '01'],
  '00281052': ['DS', '-5'],
  '00281053': ['DS', '0.25'],
};

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
        set: EVERYTHING,
      });
      const { patientKey, patientName, pixelData, ...header } = parseHeader(bytes);
      expect(header).to.deep.equal({
        transferSyntaxUid: SYNTAX_UIDS[syntax],
        sopClassUid: '1.2.840.10008.5.1.4.1.1.4',
        sopInstanceUid: '1.2.3.4',
        studyUid: '1.2.3',
        seriesUid: '1.2.3.5',
        frameOfReferenceUid: '1.2.3.6',
        studyStart: '20240315101500.000000',
        acquiredAt: '20240316101630.500000',
        contrastAgent: true,
        concatenation: { uid: '1.2.3.7', part: 2, parts: 3 },
        seriesNumber: 20,
        instanceNumber: -7,
        modality: 'MR',
        imageType: ['ORIGINAL', 'PRIMARY', 'M'],
        studyDescription: undefined,
        seriesDescription: 'SAG T2',
        protocolName: 't2_tirm',
        bodyPart: 'LSPINE',
        scanningSequence: ['SE', 'IR'],
        repetitionMs: 3000,
        echoMs: 100,
        inversionMs: 160,
        diffusionBValue: 800,
        temporalPosition: 2,
        stackId: undefined,
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
        highBit: 11,
        pixelRepresentation: 1,
        samplesPerPixel: 1,
        numberOfFrames: 1,
        photometricInterpretation: 'MONOCHROME2',
        hasBurnedInText: true,
        wasLossy: true,
        rescaleSlope: 0.25,
        rescaleIntercept: -5,
        paddingValue: -2000,
        paddingLimit: -2000,
      });
      expect(patientKey).to.be.a('string').that.does.not.contain('SECRET');
      expect(patientName).to.be.an('array');
      const isRle = syntax === 'rle';
      const { offset = 0, length, ...rest } = pixelData ?? {};
      expect(rest).to.deep.equal({ encapsulated: isRle, vr: isRle ? 'OB' : syntax === 'implicit' ? '' : 'OW' });
      if (!isRle) expect([offset + 30, length]).to.deep.equal([bytes.length, 30]);
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
    expect(JSON.stringify(parseHeader(dicomFixture({ set: EVERYTHING })))).to.not.contain('SECRET');
  });

  it('tells patients apart by a key, and knows none where PatientID is empty', () => {
    const keyOf = (id: string) => parseHeader(dicomFixture({ set: { '00100020': ['LO', id] } })).patientKey;
    expect(keyOf('4711 ')).to.equal(keyOf('4711')).and.not.equal(keyOf('4712'));
    expect(keyOf('  ')).to.equal(undefined);
  });

  it('knows names by keys of their parts, whatever their order, accents and initials', () => {
    const keysOf = (name: string) =>
      parseHeader(dicomFixture({ set: { '00080005': ['CS', 'ISO_IR 192'], '00100010': ['PN', name] } })).patientName;
    expect(keysOf('Doe^Zoë^M.')).to.deep.equal(keysOf('ZOE DOE')).and.have.length(2);
    expect(keysOf('Doe^Zoe')).not.to.deep.equal(keysOf('Doe^Joe'));
    expect(keysOf('Yamada^Tarou=山田^太郎')).to.have.length(4);
    expect([keysOf('^^'), keysOf('  ')]).to.deep.equal([undefined, undefined]);
    expect(JSON.stringify(keysOf('SECRET^NAME'))).not.to.match(/SECRET|NAME/);
  });

  it('takes a padding range as it is declared, in the sign of the pixels', () => {
    const set: DicomFixture['set'] = { '00280120': ['US', [65000]], '00280121': ['US', [65535]] };
    const limits = (signed: boolean) => {
      const { paddingValue, paddingLimit } = parseHeader(dicomFixture({ signed, set }));
      return [paddingValue, paddingLimit];
    };
    expect(limits(false)).to.deep.equal([65000, 65535]);
    expect(limits(true)).to.deep.equal([-536, -1]);
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
        `7.dcm: not a DICOM file: no "DICM" at byte 128 of ${bytes.length}; remove it, or export it as DICOM Part 10 if it lacks the 128-byte preamble`,
      );
    }
  });

  it('a header that is cut off, keeping what the parser said', () => {
    const error = refused(dicomFixture().subarray(0, 300));
    expect(error.code).to.equal('DICOM_HEADER_BROKEN');
    expect(error.message).to.equal(
      '7.dcm: no pixel data in 300 bytes: the file is truncated, damaged or not an image; copy or export it again, or remove it',
    );
    expect(error.cause)
      .to.be.an('error')
      .with.property('message')
      .that.matches(/^element \(0028,0030\) at byte \d+ reaches beyond the 300 bytes/);
  });

  it('an image that ends before its pixel data, which must have been cut off', () => {
    expect(refused(dicomFixture({ set: { '7FE00010': undefined } })).code).to.equal('DICOM_HEADER_BROKEN');
    const header: DicomFixture['set'] = {
      '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.4.1'],
      '00280010': undefined,
      '7FE00010': undefined,
    };
    expect(refused(dicomFixture({ set: header })).code).to.equal('DICOM_HEADER_BROKEN');
  });

  it('whole objects without pixels, of classes that have none or that nobody knows', () => {
    const none = { '00280010': undefined, '7FE00010': undefined };
    for (const uid of ['1.2.840.10008.5.1.4.1.1.66', '1.2.840.10008.5.1.4.1.1.88.33', '1.3.46.670589.11.0.0.12.2']) {
      const bytes = dicomFixture({ set: { ...none, '00080016': ['UI', uid] } });
      const error = refused(bytes);
      expect(error.code).to.equal('DICOM_NO_PIXELS');
      expect(error.message).to.equal(
        '7.dcm: a DICOM object without pixels (e.g. raw data, a report, a presentation state); expected an image; remove it',
      );
      const cut = refused(bytes.subarray(0, bytes.length - 1)).code;
      expect(cut).to.equal(uid.startsWith('1.3.') ? 'DICOM_HEADER_BROKEN' : 'DICOM_NO_PIXELS');
    }
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
      '7.dcm: no usable TransferSyntaxUID (0002,0010), needed to read the rest of the file; export the file again with its full header, or remove the series',
    );
  });
});
