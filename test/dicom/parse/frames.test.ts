import { expect } from 'chai';
import { decodeSlice } from '../../../src/dicom/index.ts';
import { parseHeader, parseHeaders } from '../../../src/dicom/parse-header.ts';
import type { SliceHeader } from '../../../src/domain/slice-header.ts';
import { type DicomFixture, dicomFixture, type FixtureItem } from '../../support/dicom-fixture.ts';
import { type EnhancedFixture, enhancedFixture, groups, LEGACY_CONVERTED_MR } from '../../support/enhanced-fixture.ts';
import { thrownBy } from '../../support/thrown-by.ts';

const SAGITTAL = [0, 1, 0, 0, 0, -1];
const ROW = { x: 0, y: 1, z: 0 };
const COLUMN = { x: 0, y: 0, z: -1 };

/** Three frames of a sagittal STIR stack, 4.5 mm apart, all that they share said once or with every frame. */
const stack = (where: 'shared' | 'each', o: Partial<EnhancedFixture> = {}) => {
  const of = groups(o.undefinedLength);
  const common: FixtureItem = {
    ...of.pixelMeasures([0.5, 0.75], 4, 4.5),
    ...of.orientation(SAGITTAL),
    ...of.values('0.5', '-3'),
    ...of.frameType('ORIGINAL', 'PRIMARY', 'STIR', 'NONE'),
    ...of.timing(4000),
    ...of.echo(45.5),
    ...of.inversion(160, 170),
    ...of.anatomy('Lumbar spine'),
  };
  const perFrame = [0, 1, 2].map((index) => ({
    ...of.content('2', 3 - index, `2024031510160${index}.25`, index + 1),
    ...of.position([-10 + 4.5 * index, -100, 150]),
    ...(where === 'each' ? common : {}),
  }));
  return enhancedFixture({ perFrame, ...(where === 'shared' ? { shared: common } : {}), ...o });
};

const PULSE_SEQUENCE: NonNullable<DicomFixture['set']> = {
  '00080008': ['CS', 'ORIGINAL\\PRIMARY\\MIXED\\NONE'],
  '00189008': ['CS', 'SPIN'],
  '00189018': ['CS', 'NO'],
  '00200013': ['IS', '1'],
};

describe('the frames of an enhanced object', () => {
  const expected = (index: number): Partial<SliceHeader> => ({
    frame: index + 1,
    instanceNumber: undefined,
    positionMm: { x: -10 + 4.5 * index, y: -100, z: 150 },
    rowDirection: ROW,
    columnDirection: COLUMN,
    pixelSpacingMm: { xSpacingMm: 0.75, ySpacingMm: 0.5 },
    sliceThicknessMm: 4,
    spacingBetweenSlicesMm: 4.5,
    imageType: ['ORIGINAL', 'PRIMARY', 'STIR', 'NONE'],
    scanningSequence: ['SE', 'IR'],
    repetitionMs: 4000,
    echoMs: 45.5,
    inversionMs: 160,
    bodyPart: 'Lumbar spine',
    rescaleSlope: 0.5,
    rescaleIntercept: -3,
    stackId: '2',
    temporalPosition: index + 1,
    acquiredAt: `2024031510160${index}.250000`,
    modality: 'MR',
    numberOfFrames: 3,
    rows: 4,
    columns: 6,
  });

  for (const syntax of ['explicit', 'implicit', 'big-endian', 'deflated'] as const)
    for (const where of ['shared', 'each'] as const)
      for (const undefinedLength of [false, true])
        it(`have what is said ${where === 'each' ? 'with each' : 'once for all'}: ${syntax}, ${undefinedLength ? 'delimiters' : 'lengths'}`, () => {
          const bytes = stack(where, { syntax, undefinedLength, set: PULSE_SEQUENCE });
          const headers = parseHeaders(bytes);
          expect(headers).to.have.length(3);
          headers.forEach((header, index) => {
            expect(header).to.deep.include(expected(index));
          });
          expect(parseHeader(bytes)).to.deep.equal(headers[0]);
          expect(new Set(headers.map(({ pixelData }) => pixelData?.offset)).size).to.equal(1);
        });

  it('are decoded one by one', async () => {
    const bytes = stack('shared');
    for (const frame of [1, 2, 3]) {
      const { header, pixels } = await decodeSlice(bytes, {}, { frame });
      expect(header.positionMm?.x).to.equal(-10 + 4.5 * (frame - 1));
      expect(pixels).to.deep.equal(Uint16Array.from({ length: 24 }, (_, i) => 100 * (frame - 1) + i));
    }
  });

  it('go by what is said of one, where the same is said of all', () => {
    const of = groups();
    const perFrame = [{ ...of.position([1, 2, 3]), ...of.echo(100) }, of.position([4, 5, 6])];
    const headers = parseHeaders(enhancedFixture({ perFrame, shared: { ...of.echo(20), ...of.position([0, 0, 0]) } }));
    expect(headers.map(({ echoMs }) => echoMs)).to.deep.equal([100, 20]);
    expect(headers.map(({ positionMm }) => positionMm?.x)).to.deep.equal([1, 4]);
  });

  it('have undefined what no group says, and empty groups say nothing', () => {
    const empty: FixtureItem = { '00209113': ['SQ', { items: [] }], '00209116': ['SQ', { items: [{}] }] };
    for (const header of parseHeaders(enhancedFixture({ perFrame: [{}, empty], shared: empty })))
      expect(header).to.deep.include({
        positionMm: undefined,
        rowDirection: undefined,
        pixelSpacingMm: undefined,
        echoMs: undefined,
        scanningSequence: [],
        stackId: undefined,
      });
  });

  it('do not take the position of the object, or its number, for theirs', () => {
    const set: DicomFixture['set'] = { '00200032': ['DS', '1\\2\\3'], '00200013': ['IS', '5'] };
    for (const header of parseHeaders(enhancedFixture({ perFrame: [{}, {}], set })))
      expect(header).to.deep.include({ positionMm: undefined, instanceNumber: undefined });
  });

  it('translate the pulse sequence, and have the b-value of diffusion', () => {
    const of = groups();
    const sequenceOf = (echoes: string, planar: string, item: FixtureItem = {}) => {
      const set: DicomFixture['set'] = { '00189008': ['CS', echoes], '00189018': ['CS', planar] };
      const { scanningSequence, diffusionBValue } = parseHeader(enhancedFixture({ perFrame: [item], set }));
      return [scanningSequence, diffusionBValue];
    };
    expect(sequenceOf('SPIN', 'NO')).to.deep.equal([['SE'], undefined]);
    expect(sequenceOf('gradient', 'NO')).to.deep.equal([['GR'], undefined]);
    expect(sequenceOf('BOTH', 'NO')).to.deep.equal([['SE', 'GR'], undefined]);
    expect(sequenceOf('SPIN', 'YES', of.diffusion(800))).to.deep.equal([['SE', 'EP'], 800]);
    expect(sequenceOf('NONE', 'NO')).to.deep.equal([[], undefined]);
  });

  it('of a converted object have the attributes that no group has, and their own numbers', () => {
    const of = groups();
    const shared = of.unassignedShared({
      '00180020': ['CS', 'SE\\IR'],
      '00180080': ['DS', '4000'],
      '00180081': ['DS', '45'],
      '00180082': ['DS', '160'],
    });
    const perFrame = [7, 8].map((number) => ({
      ...of.position([number, 0, 0]),
      ...of.unassigned({ '00080032': ['TM', `10160${number}`], '00200013': ['IS', `${number}`] }),
    }));
    const set: DicomFixture['set'] = { '00080021': ['DA', '20240315'], '00200013': ['IS', '1'] };
    const headers = parseHeaders(enhancedFixture({ perFrame, shared, sopClass: LEGACY_CONVERTED_MR, set }));
    headers.forEach((header, index) => {
      expect(header).to.deep.include({
        instanceNumber: 7 + index,
        acquiredAt: `2024031510160${7 + index}.000000`,
        scanningSequence: ['SE', 'IR'],
        repetitionMs: 4000,
        echoMs: 45,
        inversionMs: 160,
      });
    });
  });

  it('are read of a file that holds a part of a concatenation, numbered from 1', () => {
    const part: DicomFixture['set'] = { '00209161': ['UI', '1.2.9'], '00209162': ['US', [2]], '00209228': ['UL', [3]] };
    expect(parseHeaders(stack('shared', { set: part })).map(({ frame }) => frame)).to.deep.equal([1, 2, 3]);
  });

  it('are one without a number, where there is one', () => {
    const of = groups();
    const set: DicomFixture['set'] = { '00200013': ['IS', '5'] };
    const [header, ...others] = parseHeaders(enhancedFixture({ perFrame: [of.position([1, 2, 3])], set }));
    expect(others).to.deep.equal([]);
    expect(header).to.not.have.property('frame');
    expect(header).to.deep.include({ instanceNumber: 5, positionMm: { x: 1, y: 2, z: 3 } });
  });

  it('are read from sequences that a gateway wrote as UN, with a length or without', () => {
    for (const undefinedLength of [true, false]) {
      const of = groups(undefinedLength);
      const items = [of.position([1, 2, 3]), of.position([4, 5, 6])];
      const set: DicomFixture['set'] = { '52009230': ['UN', { items, undefinedLength }] };
      const headers = parseHeaders(enhancedFixture({ perFrame: [{}, {}], set }));
      expect(headers.map(({ positionMm }) => positionMm?.x)).to.deep.equal([1, 4]);
      const nested = items.map((item) => ({ '00209113': ['UN', item['00209113']![1]] as const }));
      expect(
        parseHeaders(enhancedFixture({ perFrame: nested, undefinedLength })).map((h) => h.positionMm?.y),
      ).to.deep.equal([2, 5]);
    }
  });

  it('are refused where a group is no sequence', () => {
    for (const syntax of ['explicit', 'implicit'] as const) {
      const set: DicomFixture['set'] = { '52009229': ['OB', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)] };
      expect(thrownBy(() => parseHeaders(enhancedFixture({ syntax, perFrame: [{}], set }))).code).to.equal(
        'DICOM_HEADER_BROKEN',
      );
    }
  });
});

describe('the frames of an object without functional groups', () => {
  it('share its header, but for the position, which none has', () => {
    const set: DicomFixture['set'] = { '00280008': ['IS', '3'], '00200013': ['IS', '9'] };
    const headers = parseHeaders(dicomFixture({ set, pixels: Array(3 * 24).fill(0) }));
    expect(headers.map(({ frame }) => frame)).to.deep.equal([1, 2, 3]);
    for (const header of headers)
      expect(header).to.deep.include({
        positionMm: undefined,
        instanceNumber: undefined,
        rowDirection: { x: 1, y: 0, z: 0 },
        seriesDescription: 'SAG T2',
      });
  });
});

describe('a number of frames', () => {
  const refused = (bytes: Uint8Array) => {
    const error = thrownBy(() => parseHeaders(bytes, { file: '7.dcm' }));
    expect(error.code).to.equal('DICOM_FRAMES_DISAGREE');
    return error.message;
  };
  const of = groups();
  const frames = (count: number) => Array.from({ length: count }, (_, i) => of.position([i, 0, 0]));

  it('that is not the one of the functional groups is refused', () => {
    const remedy = 'so its frames cannot be distinguished; export the series again';
    const set = (count: string): FixtureItem => ({ '00280008': ['IS', count] });
    expect(refused(enhancedFixture({ perFrame: frames(3), set: set('2') }))).to.equal(
      `7.dcm: NumberOfFrames (0028,0008) is 2, but PerFrameFunctionalGroupsSequence (5200,9230) has more than 2 items, ${remedy}`,
    );
    expect(refused(enhancedFixture({ perFrame: frames(1), set: set('2'), pixels: Array(48).fill(0) }))).to.equal(
      `7.dcm: NumberOfFrames (0028,0008) is 2, but PerFrameFunctionalGroupsSequence (5200,9230) has 1 items, ${remedy}`,
    );
    expect(refused(enhancedFixture({ perFrame: frames(3), set: { '00280008': undefined } }))).to.contain('is 1, but');
  });

  it('that the pixels have no room for is refused', () => {
    expect(refused(enhancedFixture({ perFrame: frames(3), pixels: Array(71).fill(0) }))).to.contain(
      'NumberOfFrames (0028,0008) is 3, but the pixel data has 142 bytes, expected 144',
    );
  });

  it('that is nonsense is refused before a frame is made', () => {
    for (const count of ['2147483647', '16385', '2.5'])
      expect(refused(dicomFixture({ syntax: 'rle', set: { '00280008': ['IS', count] } }))).to.contain(
        `is ${count}, expected an integer up to 16384`,
      );
  });
});
