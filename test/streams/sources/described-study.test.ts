import { join } from 'node:path';
import { expect } from 'chai';
import { openStudyFolder } from '../../../src/streams/sources/study-folder.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { writeTree } from '../../support/file-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const slice = (series: number, instance: number) =>
  dicomFixture({
    position: [0, 0, instance],
    set: {
      '0020000D': ['UI', '1.2.1'],
      '0020000E': ['UI', `1.2.1.${series}`],
      '00080018': ['UI', `1.2.1.${series}.${instance}`],
    },
  });

describe('a study that a table describes', () => {
  const folder = temporaryFolder();
  const described = async (files: Readonly<Record<string, Uint8Array | string>>, rows: string) => {
    await writeTree(folder(), files);
    await writeTree(folder(), { 'train_series_descriptions.csv': `study_id,series_id,series_description\n${rows}` });
    const [{ study, error, warnings = [] }] = await (await openStudyFolder({ root: folder() })).itemsOf('7');
    const series = 'series' in study ? study.series : [];
    return {
      error,
      series: series.map(({ id, kind, folder: at, slices }) => [
        ...[id, kind, at.slice(folder().length + 1)],
        ...(slices ?? []).map(({ file }) => file.name),
      ]),
      warnings: warnings.map(({ code, seriesId, message }) => [code, seriesId, message]),
    };
  };

  it('is read no further where its rows name folders of .dcm files', async () => {
    const found = await described({ '7/a/1.dcm': 'no DICOM', '7/b/1.dcm': '' }, '7,a,Axial T2\n7,b,Sagittal T1\n');
    expect(found).to.deep.equal({
      error: undefined,
      series: [
        ['a', 'Axial T2', join('7', 'a')],
        ['b', 'Sagittal T1', join('7', 'b')],
      ],
      warnings: [],
    });
  });

  it('has its series by SeriesInstanceUID in a flat export without extensions', async () => {
    const files = { '7/IM1': slice(1, 1), '7/IM2': slice(2, 1), '7/IM3': slice(1, 2), '7/IM4': slice(3, 1) };
    const { series, warnings } = await described(files, '7,1.2.1.2,Sagittal T1\n7,1.2.1.1,Axial T2\n');
    expect(series).to.deep.equal([
      ['1.2.1.2', 'Sagittal T1', '7', 'IM2'],
      ['1.2.1.1', 'Axial T2', '7', 'IM1', 'IM3'],
    ]);
    expect(warnings).to.deep.equal([]);
  });

  it('has its series by folders whose files have no extension, and by UID beside one whose files have', async () => {
    const files = {
      '7/SE1/IM1': slice(1, 1),
      '7/SE1/IM2': slice(1, 2),
      '7/b/1.dcm': slice(2, 1),
      '7/x/y/IM': slice(3, 1),
    };
    const { series } = await described(files, '7,SE1,Sagittal T1\n7,b,Axial T2\n7,1.2.1.3,Axial T2\n');
    expect(series).to.deep.equal([
      ['SE1', 'Sagittal T1', join('7', 'SE1'), 'SE1/IM1', 'SE1/IM2'],
      ['b', 'Axial T2', join('7', 'b')],
      ['1.2.1.3', 'Axial T2', join('7', 'x', 'y'), 'x/y/IM'],
    ]);
  });

  it('counts a series once that is named by its folder and by its UID', async () => {
    const files = { '7/b/1.dcm': slice(2, 1), '7/b/2.dcm': slice(2, 2) };
    const { series, warnings } = await described(files, '7,b,Axial T2\n7,1.2.1.2,Axial T2\n');
    expect(series).to.deep.equal([['b', 'Axial T2', join('7', 'b')]]);
    expect(warnings).to.deep.equal([
      [
        'SERIES_LISTED_TWICE',
        '1.2.1.2',
        'the descriptions list this series more than once; each counts once, remove the other rows',
      ],
    ]);
  });

  it('is refused where a row names no series, or a folder of several', async () => {
    const files = { '7/all/IM1': slice(1, 1), '7/all/IM2': slice(2, 1) };
    const none = await described(files, '7,1.2.1.9,Axial T2\n');
    expect([none.error?.code, none.error?.message]).to.deep.equal([
      'SERIES_NOT_FOUND',
      'study 7 / series 1.2.1.9: a series in the descriptions file is neither a folder of the study nor a SeriesInstanceUID of its files; correct series_id ("spinestream inspect <study> --json" lists them)',
    ]);
    const several = await described(files, '7,all,Axial T2\n');
    expect([several.error?.code, several.error?.message]).to.deep.equal([
      'SERIES_FOLDER_MIXED',
      'study 7 / series all: the descriptions file lists this folder as one series, but it contains 2; list each by its SeriesInstanceUID in series_id',
    ]);
  });

  it('fails by a broken file in a folder that a row names', async () => {
    const broken = slice(1, 2).slice(0, 200);
    const { error } = await described({ '7/SE1/IM1': slice(1, 1), '7/SE1/IM2': broken }, '7,SE1,Axial T2\n');
    expect(error?.code).to.equal('DICOM_HEADER_BROKEN');
    expect(error?.where).to.include({ studyId: '7', seriesId: 'SE1' });
  });

  it('leaves a folder that is not there to whoever reads it', async () => {
    const { series, error } = await described({ '7/a/1.dcm': slice(1, 1) }, '7,a,Axial T2\n7,gone,Axial T2\n');
    expect(error).to.equal(undefined);
    expect(series.map(([id]) => id)).to.deep.equal(['a', 'gone']);
  });
});
