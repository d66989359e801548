import { expect } from 'chai';
import {
  kindOf,
  parseHeader,
  readBytes,
  readHeader,
  type SliceHeader,
  sliceFilesOf,
} from '../../../src/dicom/index.ts';
import { SERIES_KINDS } from '../../../src/domain/vocabulary.ts';
import { listFiles } from '../../../src/files/list-files.ts';
import { dicomFile } from '../../../src/phantom/dicom-file.ts';
import { phantomStudy } from '../../../src/phantom/phantom-study.ts';
import { acquisition } from '../../support/acquisition.ts';
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

const toldOf = (...slices: readonly Partial<SliceHeader>[]): string => {
  const verdict = kindOf(slices.map((one) => acquisition({ modality: 'MR', ...one })));
  return verdict.kind ?? verdict.code;
};
const refused = (...slices: readonly Partial<SliceHeader>[]) => kindOf(slices.map((one) => acquisition(one)));

describe('kindOf', () => {
  it('joins plane and weighting to a kind, and says by what', () => {
    const T1 = { seriesDescription: 'T1' };
    const T2 = { protocolName: 'T2' };
    const STIR = { repetitionMs: 4000, echoMs: 50, inversionMs: 160 };
    expect(toldOf({ ...SAGITTAL, ...T1 })).to.equal('Sagittal T1');
    expect(toldOf({ ...SAGITTAL, ...T2 })).to.equal('Sagittal T2/STIR');
    expect(toldOf({ ...SAGITTAL, ...STIR })).to.equal('Sagittal T2/STIR');
    expect(toldOf({ ...AXIAL, ...T2 })).to.equal('Axial T2');
    expect(kindOf([acquisition({ ...AXIAL, ...T2 })])).to.deep.equal({
      kind: 'Axial T2',
      weighting: 'T2',
      by: 'axial by ImageOrientationPatient, T2 by ProtocolName',
    });
  });

  it('takes slices that are tilted with a disc for axial ones, up to 45 degrees', () => {
    for (const angleDeg of [-44, -20, 20, 44])
      expect(toldOf({ ...tilted(angleDeg), seriesDescription: 'T2' })).to.equal('Axial T2');
    expect(toldOf({ ...tilted(46), seriesDescription: 'T2' })).to.equal('SERIES_KIND_UNGRADED');
  });

  it('goes by most slices: a steep block or a stray slice changes nothing', () => {
    const axial = { ...AXIAL, seriesDescription: 'T2' };
    expect(toldOf(axial, axial, { ...tilted(48), seriesDescription: 'T2' })).to.equal('Axial T2');
    expect(toldOf(axial, { ...AXIAL, seriesDescription: 'T1' }, axial)).to.equal('Axial T2');
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
        'SERIES_PLANE_UNKNOWN',
        'ImageOrientationPatient (0020,0037) is missing, or lies between the three planes',
      ],
      [
        refused({ ...AXIAL, seriesDescription: 'DWI' }),
        'SERIES_DIFFUSION',
        'it is axial and diffusion by SeriesDescription, which is no kind that is graded',
      ],
      [
        refused({ ...AXIAL, seriesDescription: 'T2', repetitionMs: 600, echoMs: 10, scanningSequence: ['SE'] }),
        'SERIES_KIND_UNGRADED',
        'it is axial and T1 by EchoTime 10 ms, RepetitionTime 600 ms (SeriesDescription names it T2, but EchoTime 10 ms, ' +
          'RepetitionTime 600 ms are those of T1), which is no kind that is graded',
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
    expect(JSON.stringify(kindOf(slices))).to.not.match(/SECRET|NAME/);
  });
});

describe('the kinds of a phantom', function () {
  this.timeout(60_000);

  it('are told by their headers', () => {
    const study = phantomStudy(5, 0, { quirks: true });
    for (const series of study.series) {
      const headers = series.slices.map((slice) => parseHeader(dicomFile(study, series, slice)));
      expect(kindOf(headers).kind).to.equal(series.kind);
    }
  });
});

describeGoldens('the kinds of the golden series', () => {
  it('are told by their headers', async () => {
    const seen = new Set<string>();
    for (const { series } of await goldenStudies())
      for (const { folder, kind } of series) {
        const files = sliceFilesOf(folder, await listFiles(folder));
        const verdict = kindOf(await Promise.all(files.map((file) => readHeader(readBytes, file))));
        expect(verdict.kind).to.equal(kind);
        seen.add(kind);
      }
    expect([...seen]).to.have.members([...SERIES_KINDS]);
  });
});
