import { expect } from 'chai';
import fc from 'fast-check';
import { headersOfJson, lackingInJson } from '../../../src/dicom/index.ts';
import { type DicomJson, isDicomJson } from '../../../src/dicom/json/dicom-json.ts';
import { parseHeaders } from '../../../src/dicom/parse-header.ts';
import { TAGS } from '../../../src/dicom/tags.ts';
import type { SliceHeader } from '../../../src/domain/slice-header.ts';
import { SpineError } from '../../../src/domain/spine-error.ts';
import { type DicomFixture, dicomFixture } from '../../support/dicom-fixture.ts';
import { enhancedAsFile, groups, LEGACY_CONVERTED_MR } from '../../support/enhanced-fixture.ts';
import { metadataOf } from '../../support/json-of.ts';
import { thrownBy } from '../../support/thrown-by.ts';

const MR_IMAGE = '1.2.840.10008.5.1.4.1.1.4';

/** What a file says and metadata does not. */
const withoutPlace = (headers: readonly SliceHeader[]): readonly SliceHeader[] =>
  headers.map((header) => ({ ...header, pixelData: undefined, transferSyntaxUid: '' }));

const CLASSIC: DicomFixture = {
  position: [-10.123456789, 1e-7, 250],
  orientation: [0, 1, 0, 0, 0, -1],
  spacingBetweenSlicesMm: 4.4,
  signed: true,
  set: {
    '00080005': ['CS', 'ISO_IR 192'],
    '00080008': ['CS', 'ORIGINAL\\PRIMARY\\\\M'],
    '00080016': ['UI', MR_IMAGE],
    '00080018': ['UI', '1.2.3.4'],
    '00080020': ['DA', '20240315'],
    '00080022': ['DA', ''],
    '00080030': ['TM', '101500.123'],
    '00080032': ['TM', '102030'],
    '0008103E': ['LO', 'Wirbelsäule 腰椎 T2 '],
    '00100020': ['LO', 'P-17'],
    '00180010': ['LO', 'none'],
    '00180015': ['CS', 'LSPINE'],
    '00180020': ['CS', 'SE\\IR'],
    '00180050': ['DS', '4'],
    '00180080': ['DS', '3500'],
    '00180081': ['DS', '98.5'],
    '00180082': ['DS', ''],
    '0020000D': ['UI', '1.2.3'],
    '0020000E': ['UI', '1.2.3.5'],
    '00200011': ['IS', '301'],
    '00200013': ['IS', '-7'],
    '00200052': ['UI', '1.2.3.6'],
    '00189087': ['FD', [0.1]],
    '00280102': ['US', [11]],
    '00280120': ['US', [63488]],
    '00281052': ['DS', '-1024'],
    '00281053': ['DS', '1.5e-2'],
    '00080100': ['SH', 'ignored'],
  },
};

const of = groups();
const SHARED = {
  ...of.pixelMeasures([0.5, 0.75], 4, 4.5),
  ...of.orientation([0, 1, 0, 0, 0, -1]),
  ...of.values('0.5', '-3'),
  ...of.frameType('ORIGINAL', 'PRIMARY', 'STIR', 'NONE'),
  ...of.timing(4000),
  ...of.echo(45.5),
  ...of.inversion(160, 170),
  ...of.diffusion(0),
  ...of.anatomy('Lumbar spine'),
};
const ENHANCED = enhancedAsFile({
  shared: SHARED,
  perFrame: [0, 1, 2].map((index) => ({
    ...of.content('2', 3 - index, `2024031510160${index}.25`, index + 1),
    ...of.position([-10 + 4.5 * index, -100, 150]),
    ...of.unassigned({ '00200013': ['IS', `${index + 10}`] }),
  })),
  set: { '00189008': ['CS', 'SPIN'], '00209161': ['UI', '1.9'], '00209162': ['US', [2]], '00209163': ['US', [3]] },
});

describe('headers out of metadata in DICOM JSON', () => {
  it('are those of the file, of a classic object', () => {
    const headers = headersOfJson(metadataOf(CLASSIC));
    expect(headers).to.deep.equal(withoutPlace(parseHeaders(dicomFixture(CLASSIC))));
    expect(headers[0]).to.include({
      seriesDescription: 'Wirbelsäule 腰椎 T2',
      echoMs: 98.5,
      paddingValue: -2048,
      inversionMs: undefined,
    });
  });

  it('have the parts of a name in all of its groups', () => {
    const Value = [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎' }];
    const [header] = headersOfJson({ ...metadataOf(CLASSIC), '00100010': { vr: 'PN', Value } });
    expect(header?.patientName).to.have.length(4);
  });

  it('are those of the file, one a frame of an enhanced object', () => {
    for (const file of [
      ENHANCED,
      { ...ENHANCED, set: { ...ENHANCED.set, '00080016': ['UI', LEGACY_CONVERTED_MR] as const } },
    ]) {
      const headers = headersOfJson(metadataOf(file));
      expect(headers).to.deep.equal(withoutPlace(parseHeaders(dicomFixture(file))));
      expect(headers.map(({ frame, positionMm }) => [frame, positionMm?.x])).to.deep.equal([
        [1, -10],
        [2, -5.5],
        [3, -1],
      ]);
    }
  });

  it('are the same for numbers written as text, and missing values', () => {
    const metadata = metadataOf(CLASSIC);
    const asText = (value: unknown) => (typeof value === 'number' ? `${value}` : value);
    const rewritten: DicomJson = Object.fromEntries(
      Object.entries(metadata).map(([tag, { Value, ...attribute }]) => [
        tag,
        { ...attribute, ...(Array.isArray(Value) && { Value: Value.map(asText) }) },
      ]),
    );
    expect(headersOfJson(rewritten)).to.deep.equal(headersOfJson(metadata));
    const empty = {
      ...metadata,
      '00180081': { vr: 'DS', Value: [null] },
      '00180080': { vr: 'DS', Value: [] },
      '00180050': { vr: 'DS' },
    };
    expect(headersOfJson(empty)[0]).to.include({
      echoMs: undefined,
      repetitionMs: undefined,
      sliceThicknessMm: undefined,
    });
  });

  it('name a person nowhere', () => {
    const metadata = {
      ...metadataOf(CLASSIC),
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Miller^Anna', Ideographic: '米勒' }] },
    };
    expect(JSON.stringify(headersOfJson(metadata))).not.to.match(/Miller|米勒|P-17/);
  });

  it('read binary values of unknown representation', () => {
    const inline = { vr: 'UN', InlineBinary: Buffer.from('98.5 ').toString('base64') };
    expect(headersOfJson({ ...metadataOf(CLASSIC), '00180081': inline })[0]?.echoMs).to.equal(98.5);
  });

  it('know the transfer syntax where the server says it', () => {
    const [, uid] = ['', '1.2.840.10008.1.2.4.80'];
    for (const tag of ['00020010', '00083002'])
      expect(
        headersOfJson({ ...metadataOf(CLASSIC), [tag]: { vr: 'UI', Value: [uid] } })[0]?.transferSyntaxUid,
      ).to.equal(uid);
  });

  it('are none of objects without pixels', () => {
    for (const sopClass of ['1.2.840.10008.5.1.4.1.1.88.33', '1.2.840.10008.5.1.4.1.1.11.1', '1.2.3.4'])
      expect(thrownBy(() => headersOfJson({ '00080016': { vr: 'UI', Value: [sopClass] } })).code).to.equal(
        'DICOM_NO_PIXELS',
      );
  });

  it('are refused where frames disagree', () => {
    const metadata = { ...metadataOf(ENHANCED), '00280008': { vr: 'IS', Value: [4] } };
    expect(thrownBy(() => headersOfJson(metadata)).code).to.equal('DICOM_FRAMES_DISAGREE');
  });

  it('come of any JSON at all, or a SpineError does', () => {
    const tags = Object.values(TAGS).map(({ key }) => key.slice(1).toUpperCase());
    const anyValue = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(...['1\\2', '1e999', 'NaN', 'x'.repeat(70_000)]),
      fc.integer(),
      fc.double(),
    );
    const anyAttribute = fc.record(
      {
        vr: fc.oneof(fc.constantFrom(...'CS DS FD IS LO PN SQ SS UI UL UN US OB'.split(' ')), fc.jsonValue()),
        Value: fc.oneof(fc.array(anyValue), fc.jsonValue()),
        InlineBinary: fc.jsonValue(),
        BulkDataURI: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const { anyData } = fc.letrec<{ anyData: DicomJson; sequence: unknown }>((tie) => ({
      anyData: fc.dictionary(
        fc.constantFrom(...tags),
        fc.oneof({ depthSize: 'small' }, anyAttribute, tie('sequence') as typeof anyAttribute),
      ),
      sequence: fc.record({ vr: fc.constant('SQ'), Value: fc.array(tie('anyData'), { maxLength: 3 }) }),
    }));
    fc.assert(
      fc.property(anyData, (data) => {
        lackingInJson(data);
        try {
          expect(headersOfJson(data)).to.be.an('array');
        } catch (error) {
          expect(error).to.be.instanceOf(SpineError);
        }
      }),
    );
  });

  it('do not follow sequences that are nested without end', () => {
    let nested: DicomJson = { '00280030': { vr: 'DS', Value: [1, 1] } };
    for (let depth = 0; depth < 50_000; depth++) nested = { '52009229': { vr: 'SQ', Value: [nested] } };
    expect(headersOfJson({ ...metadataOf(CLASSIC), ...nested })).to.have.length(1);
  });
});

describe('what metadata lacks', () => {
  const lacking = (data: DicomJson) => lackingInJson(data).map(({ keyword }) => keyword);
  const without = (data: DicomJson, ...tags: readonly string[]): DicomJson =>
    Object.fromEntries(Object.entries(data).filter(([tag]) => !tags.includes(tag)));

  it('is nothing in a whole object, also where values are empty', () => {
    expect(lacking(metadataOf(CLASSIC))).to.deep.equal([]);
    expect(lacking({ ...metadataOf(CLASSIC), '00180081': { vr: 'DS' } })).to.deep.equal([]);
    expect(lacking(metadataOf(ENHANCED))).to.deep.equal([]);
    expect(lacking({ '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.88.33'] } })).to.deep.equal([]);
  });

  it('is what a server leaves out, or puts elsewhere', () => {
    expect(lacking(without(metadataOf(CLASSIC), '00280010', '00200032'))).to.deep.equal([
      'Rows',
      'ImagePositionPatient',
    ]);
    expect(lacking(without(metadataOf(ENHANCED), '52009230'))).to.deep.equal(['PerFrameFunctionalGroupsSequence']);
    const elsewhere = { vr: 'LO', BulkDataURI: 'http://server/1' };
    expect(lacking({ ...metadataOf(CLASSIC), '0008103E': elsewhere })).to.deep.equal(['SeriesDescription']);
  });

  it('is told of what is DICOM JSON only', () => {
    expect([{}, { '00080016': {} }].every(isDicomJson)).to.equal(true);
    expect([[], null, 'x', { '00080016': 1 }, { '00080016': null }, { '00080016': [] }].some(isDicomJson)).to.equal(
      false,
    );
  });
});
