import { expect } from 'chai';
import fc from 'fast-check';
import { parseHeader } from '../../../src/dicom/parse-header.ts';
import { concatBytes, type DicomFixture, dicomFixture, SYNTAX_UIDS } from '../../support/dicom-fixture.ts';
import { thrownBy } from '../../support/thrown-by.ts';

const MR: NonNullable<DicomFixture['set']> = { '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.4'] };
const META_LENGTH = Uint8Array.of(2, 0, 0, 0, 0x55, 0x4c, 4, 0, 0, 0, 0, 0);

describe('a file without preamble and meta information', () => {
  for (const syntax of ['explicit', 'implicit', 'big-endian'] as const)
    it(`is read by its first elements: ${syntax}`, () => {
      const bytes = dicomFixture({ syntax, bare: true, set: { ...MR, '00080008': ['CS', 'ORIGINAL'] } });
      expect(thrownBy(() => parseHeader(bytes.subarray(0, 200))).code).to.equal('DICOM_HEADER_BROKEN');
      const { pixelData, ...header } = parseHeader(bytes);
      const { pixelData: _other, ...expected } = parseHeader(
        dicomFixture({ syntax, set: { ...MR, '00080008': ['CS', 'ORIGINAL'] } }),
      );
      expect(header).to.deep.equal(expected);
      expect(header.transferSyntaxUid).to.equal(SYNTAX_UIDS[syntax]);
      expect(pixelData?.offset).to.equal(bytes.length - 48);
    });

  it('is read from its meta information, where only the preamble is missing', () => {
    const whole = dicomFixture({ syntax: 'implicit', set: MR });
    const bytes = concatBytes(META_LENGTH, whole.subarray(132));
    const { pixelData: _a, ...header } = parseHeader(bytes);
    const { pixelData: _b, ...expected } = parseHeader(whole);
    expect(header).to.deep.equal(expected);
  });

  it('is none where it names no SOP class of DICOM, or begins otherwise', () => {
    const without: readonly DicomFixture[] = [
      { set: {} },
      { set: { '00080016': ['UI', '1.2.3'] } },
      { set: { ...MR, '00080012': ['DA', '20240101'], '00060010': ['LO', 'x'] } },
    ];
    for (const one of without)
      for (const syntax of ['explicit', 'implicit'] as const) {
        const bytes = dicomFixture({ ...one, syntax, bare: true });
        expect(thrownBy(() => parseHeader(bytes)).code).to.equal('DICOM_NOT_DICOM');
      }
  });

  it('is not seen in other files, even those that begin with the same bytes', () => {
    const beginnings = [[], [8, 0], [8, 0, 8, 0], [8, 0, 5, 0, 0x43, 0x53], [0, 8, 0, 0x16, 0x55, 0x49]];
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), fc.uint8Array({ minLength: 1, maxLength: 2000 }), (start, rest) => {
        const bytes = concatBytes(Uint8Array.from(start), rest);
        expect(thrownBy(() => parseHeader(bytes)).code).to.equal('DICOM_NOT_DICOM');
      }),
      { numRuns: 300 },
    );
  });
});

describe('a transfer syntax that is not the one of the data set', () => {
  it('gives way to what the first element shows', () => {
    for (const [syntax, claimed] of [
      ['implicit', 'explicit'],
      ['explicit', 'implicit'],
    ] as const) {
      const bytes = dicomFixture({ syntax, claimSyntaxUid: SYNTAX_UIDS[claimed] });
      const { pixelData: _a, ...header } = parseHeader(bytes);
      const { pixelData: _b, ...expected } = parseHeader(dicomFixture({ syntax }));
      expect(header).to.deep.equal({ ...expected, transferSyntaxUid: SYNTAX_UIDS[claimed] });
    }
  });
});
