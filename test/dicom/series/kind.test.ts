import { expect } from 'chai';
import {
  type Acquisition,
  inferSeriesKind,
  parseAcquisition,
  readAcquisition,
  readBytes,
  sliceFilesOf,
} from '../../../src/dicom/index.ts';
import { SERIES_KINDS } from '../../../src/domain/vocabulary.ts';
import { dicomFile } from '../../../src/phantom/dicom-file.ts';
import { phantomStudy } from '../../../src/phantom/phantom-study.ts';
import { listFiles } from '../../../src/streams/list-files.ts';
import { acquisition } from '../../support/acquisition.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { goldenStudies } from '../../support/golden-studies.ts';
import { describeGoldens } from '../../support/goldens.ts';

const vector = (x: number, y: number, z: number) => ({ x, y, z });
const SAGITTAL = { rowDirection: vector(0, 1, 0), columnDirection: vector(0, 0, -1) };
const AXIAL = { rowDirection: vector(1, 0, 0), columnDirection: vector(0, 1, 0) };
const CORONAL = { rowDirection: vector(1, 0, 0), columnDirection: vector(0, 0, -1) };

const tilted = (angleDeg: number) => {
  const angle = (angleDeg * Math.PI) / 180;
  return { rowDirection: vector(1, 0, 0), columnDirection: vector(0, Math.cos(angle), -Math.sin(angle)) };
};

const kindOf = (...slices: readonly Partial<Acquisition>[]): string => {
  const verdict = inferSeriesKind(slices.map((one) => acquisition({ modality: 'MR', ...one })));
  return verdict.kind ?? verdict.code;
};
const refused = (...slices: readonly Partial<Acquisition>[]) => inferSeriesKind(slices.map((one) => acquisition(one)));

describe('inferSeriesKind', () => {
  it('joins plane and weighting to a kind, and says by what', () => {
    const T1 = { seriesDescription: 'T1' };
    const T2 = { protocolName: 'T2' };
    const STIR = { repetitionMs: 4000, echoMs: 50, inversionMs: 160 };
    expect(kindOf({ ...SAGITTAL, ...T1 })).to.equal('Sagittal T1');
    expect(kindOf({ ...SAGITTAL, ...T2 })).to.equal('Sagittal T2/STIR');
    expect(kindOf({ ...SAGITTAL, ...STIR })).to.equal('Sagittal T2/STIR');
    expect(kindOf({ ...AXIAL, ...T2 })).to.equal('Axial T2');
    expect(inferSeriesKind([acquisition({ ...AXIAL, ...T2 })])).to.deep.equal({
      kind: 'Axial T2',
      weighting: 'T2',
      by: 'axial by ImageOrientationPatient, T2 by ProtocolName',
    });
  });

  it('takes slices that are tilted with a disc for axial ones, up to 45 degrees', () => {
    for (const angleDeg of [-44, -20, 20, 44])
      expect(kindOf({ ...tilted(angleDeg), seriesDescription: 'T2' })).to.equal('Axial T2');
    expect(kindOf({ ...tilted(46), seriesDescription: 'T2' })).to.equal('SERIES_KIND_UNGRADED');
  });

  it('has a code and a reason for everything else', () => {
    const cases: readonly (readonly [ReturnType<typeof refused>, string, string])[] = [
      [refused(), 'SERIES_WITHOUT_SLICES', 'it has no slices'],
      [refused({ modality: 'CT', ...AXIAL }), 'SERIES_NOT_MR', 'Modality (0008,0060) is not MR'],
      [
        refused({ ...AXIAL, seriesDescription: '3-plane loc' }),
        'SERIES_LOCALIZER',
        'it is a localizer, for planning the others',
      ],
      [
        refused({ ...AXIAL, imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }),
        'SERIES_LOCALIZER',
        'it is a localizer, for planning the others',
      ],
      [
        refused({ ...AXIAL, imageType: ['DERIVED', 'SECONDARY', 'PROJECTION IMAGE'] }),
        'SERIES_COMPUTED',
        'ImageType (0008,0008) says that it was computed of others',
      ],
      [
        refused({ ...AXIAL, seriesDescription: 'T2' }, { ...SAGITTAL, seriesDescription: 'T2' }),
        'SERIES_MIXED',
        'its slices lie in several planes, as those of a localizer',
      ],
      [
        refused({ ...AXIAL, seriesDescription: 'T2', echoMs: 20 }, { ...AXIAL, seriesDescription: 'T2', echoMs: 100 }),
        'SERIES_MIXED',
        'its slices have several values of EchoTime (0018,0081)',
      ],
      [
        refused({ seriesDescription: 'SAG T2' }),
        'SERIES_PLANE_UNKNOWN',
        'ImageOrientationPatient (0020,0037) is missing, or lies between the three planes',
      ],
      [
        refused({ ...CORONAL, seriesDescription: 'T2' }),
        'SERIES_KIND_UNGRADED',
        'it is coronal, and no coronal series is graded',
      ],
      [
        refused({ ...SAGITTAL, seriesDescription: 'spine' }),
        'SERIES_WEIGHTING_UNKNOWN',
        'it is sagittal; neither SeriesDescription nor ProtocolName names one weighting, and EchoTime or RepetitionTime is missing',
      ],
      [
        refused({ ...AXIAL, seriesDescription: 'T1' }),
        'SERIES_KIND_UNGRADED',
        'it is axial and T1 by SeriesDescription, which is no kind that is graded',
      ],
      [
        refused({ ...AXIAL, seriesDescription: 'PD' }),
        'SERIES_KIND_UNGRADED',
        'it is axial and proton density by SeriesDescription, which is no kind that is graded',
      ],
    ];
    for (const [verdict, code, reason] of cases) expect(verdict).to.deep.equal({ code, reason });
  });

  it('passes on nothing of what people typed', () => {
    const slices = [acquisition({ ...SAGITTAL, seriesDescription: 'SECRET', protocolName: 'NAME' })];
    expect(JSON.stringify(inferSeriesKind(slices))).to.not.match(/SECRET|NAME/);
  });
});

describe('parseAcquisition', () => {
  it('reads what a header says', () => {
    const bytes = dicomFixture({
      orientation: [0, 1, 0, 0, 0, -1],
      set: {
        '00080008': ['CS', 'original\\PRIMARY \\ M'],
        '0008103E': ['LO', 'sag'],
        '00180020': ['CS', 'SE\\IR'],
        '00180080': ['DS', '4000.5'],
        '00180081': ['DS', '50'],
        '00180082': ['DS', '160'],
        '00181030': ['LO', 'T1'],
        '0020000E': ['UI', '1.2.3'],
        '00200011': ['IS', '7'],
        '00200013': ['IS', '12'],
      },
    });
    expect(parseAcquisition(bytes)).to.deep.equal({
      seriesUid: '1.2.3',
      seriesNumber: 7,
      instanceNumber: 12,
      modality: 'MR',
      imageType: ['ORIGINAL', 'PRIMARY', 'M'],
      seriesDescription: 'sag',
      protocolName: 'T1',
      scanningSequence: ['SE', 'IR'],
      repetitionMs: 4000.5,
      echoMs: 50,
      inversionMs: 160,
      ...SAGITTAL,
    });
  });

  it('leaves out what a header does not say', () => {
    const { seriesUid, imageType, scanningSequence, echoMs } = parseAcquisition(dicomFixture());
    expect({ seriesUid, imageType, scanningSequence, echoMs }).to.deep.equal({
      seriesUid: undefined,
      imageType: [],
      scanningSequence: [],
      echoMs: undefined,
    });
  });
});

describe('the kinds of a phantom', function () {
  this.timeout(60_000);

  it('are told by their headers', () => {
    const study = phantomStudy(5, 0, { quirks: true });
    for (const series of study.series) {
      const headers = series.slices.map((slice) => parseAcquisition(dicomFile(study, series, slice)));
      expect(inferSeriesKind(headers).kind).to.equal(series.kind);
    }
  });
});

describeGoldens('the kinds of the golden series', () => {
  it('are told by their headers', async () => {
    const seen = new Set<string>();
    for (const { series } of await goldenStudies())
      for (const { folder, kind } of series) {
        const files = sliceFilesOf(folder, await listFiles(folder));
        const verdict = inferSeriesKind(await Promise.all(files.map((file) => readAcquisition(readBytes, file))));
        expect(verdict.kind).to.equal(kind);
        seen.add(kind);
      }
    expect([...seen]).to.have.members([...SERIES_KINDS]);
  });
});
