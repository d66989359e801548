import { join } from 'node:path';
import { expect } from 'chai';
import { inspectStudy } from '../../src/pipelines/inspect-study.ts';
import { dicomFixture } from '../support/dicom-fixture.ts';
import { writeTree } from '../support/file-tree.ts';
import { describeGoldens, goldenPath } from '../support/goldens.ts';
import { evenSeries } from '../support/study-in-memory.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

describe('inspectStudy', () => {
  const folder = temporaryFolder();

  const withStudy = async (descriptions: string): Promise<string> => {
    const series = [
      evenSeries('a', 'Sagittal T1', { count: 3, rows: 7 }),
      evenSeries('b', 'Axial T2', { count: 2 }),
      evenSeries('c', 'Axial T2', { count: 4 }),
    ];
    const files = series.flatMap(({ id, files: named }) =>
      Object.entries(named).map(([name, file]): [string, Uint8Array] => [
        `studies/7/${id}/${name}`,
        file instanceof Uint8Array ? file : dicomFixture(file),
      ]),
    );
    await writeTree(folder(), Object.fromEntries(files));
    await writeTree(folder(), {
      'train_series_descriptions.csv': `study_id,series_id,series_description\n${descriptions}`,
    });
    return join(folder(), 'studies', '7');
  };

  it('says what each series is used for, and why', async () => {
    const study = await withStudy('7,a,Sagittal T1\n7,b,Axial T2\n7,c,Axial T2\n');
    const { studyId, series, missing } = await inspectStudy({ study });
    expect(studyId).to.equal('7');
    expect(missing).to.deep.equal([]);
    expect(series.map(({ id, uses }) => [id, ...uses])).to.deep.equal([
      ['a', 'stands in for the missing Sagittal T2/STIR', 'Sagittal T1: the first of its kind'],
      ['b', 'Axial T2: the first of its kind'],
      ['c', 'Axial T2: competes for the nearest slice of each level'],
    ]);
    expect(series[0]).to.deep.include({
      files: 3,
      firstFile: '1.dcm',
      lastFile: '3.dcm',
      reversed: false,
      spacingBetweenSlicesMm: 4,
    });
    expect(series[0]?.header).to.include({ rows: 7, columns: 6 });
  });

  it('names the kinds that the study lacks', async () => {
    const { missing } = await inspectStudy({ study: await withStudy('7,b,Axial T2\n') });
    expect(missing).to.deep.equal(['Sagittal T2/STIR', 'Sagittal T1']);
  });

  it('says that the study is not there, or not described', async () => {
    const study = await withStudy('8,b,Axial T2\n');
    expect((await rejectionOf(inspectStudy({ study }))).code).to.equal('STUDY_NOT_DESCRIBED');
    expect((await rejectionOf(inspectStudy({ study: join(study, '..', '9') }))).code).to.equal('STUDY_MISSING');
  });
});

describeGoldens('inspectStudy on a golden study', () => {
  it('sees which stacks are turned round', async () => {
    const { series } = await inspectStudy({ study: goldenPath('studies', 'train_images', '2349013698') });
    expect(series.map(({ kind, reversed, files }) => [kind, reversed, files])).to.deep.equal([
      ['Sagittal T2/STIR', false, 15],
      ['Sagittal T1', true, 15],
      ['Axial T2', false, 8],
      ['Axial T2', true, 12],
    ]);
  });
});
