import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openStudyFolder, type StudyFolder } from '../../../src/streams/sources/study-folder.ts';
import { writeTree } from '../../support/file-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const DESCRIPTIONS = `study_id,series_id,series_description
20,201,Axial T2
10,101,Sagittal T1
20,202,Sagittal T2/STIR
30,301,Axial T2
`;

describe('openStudyFolder', () => {
  const folder = temporaryFolder();

  const withStudies = async (images: string, ...studies: readonly string[]): Promise<void> => {
    for (const study of studies) await mkdir(join(folder(), images, study), { recursive: true });
  };
  const describedBy = (text: string, name = 'train_series_descriptions.csv') => writeTree(folder(), { [name]: text });
  const itemOf = async (opened: StudyFolder, id: string) => (await opened.itemsOf(id))[0];
  const errorOf = async (opened: StudyFolder, id: string) => (await itemOf(opened, id)).error;

  it('lists the studies of the training layout in the order of the descriptions', async () => {
    await withStudies('train_images', '10', '20');
    await describedBy(DESCRIPTIONS);
    const opened = await openStudyFolder({ root: folder() });
    expect(opened.studyIds).to.deep.equal(['20', '10']);
    expect(await itemOf(opened, '20')).to.deep.equal({
      study: {
        id: '20',
        series: [
          { id: '201', kind: 'Axial T2', folder: join(folder(), 'train_images/20/201') },
          { id: '202', kind: 'Sagittal T2/STIR', folder: join(folder(), 'train_images/20/202') },
        ],
      },
    });
  });

  it('finds the test layout, and its own descriptions first', async () => {
    await withStudies('test_images', '10');
    await describedBy('study_id,series_id,series_description\n10,1,Axial T2\n', 'test_series_descriptions.csv');
    await describedBy(DESCRIPTIONS);
    const { images, descriptions } = await openStudyFolder({ root: folder() });
    expect(images).to.equal(join(folder(), 'test_images'));
    expect(descriptions).to.equal(join(folder(), 'test_series_descriptions.csv'));
  });

  it('takes a plain folder of studies, with the descriptions beside it or wherever they are said to be', async () => {
    await withStudies('mine', '10');
    await describedBy(DESCRIPTIONS);
    const beside = await openStudyFolder({ root: join(folder(), 'mine') });
    expect(beside.studyIds).to.deep.equal(['10']);
    await describedBy('study_id,series_id,series_description\n10,9,Axial T2\n', 'elsewhere.csv');
    const elsewhere = await openStudyFolder({
      root: join(folder(), 'mine'),
      descriptions: join(folder(), 'elsewhere.csv'),
    });
    expect((await itemOf(elsewhere, '10')).study).to.have.nested.property('series[0].id', '9');
  });

  it('counts described studies that are not there, and puts undescribed ones last, by number', async () => {
    await withStudies('train_images', '20', '100', '99');
    await writeFile(join(folder(), 'train_images', 'notes.txt'), '');
    await describedBy(DESCRIPTIONS);
    const opened = await openStudyFolder({ root: folder() });
    expect(opened.absent).to.equal(2);
    expect(opened.studyIds).to.deep.equal(['20', '99', '100']);
    expect(await errorOf(opened, '99')).to.include({ code: 'STUDY_NOT_DESCRIBED' });
    expect((await errorOf(opened, '99'))?.message).to.equal(
      'study 99: the descriptions file has no rows for this study, so the kinds of its series are unknown; add them or remove the folder',
    );
  });

  it('has an error for a study that is not there', async () => {
    await withStudies('train_images', '20');
    await describedBy(DESCRIPTIONS);
    const opened = await openStudyFolder({ root: folder() });
    for (const id of ['30', 'never']) expect(await errorOf(opened, id)).to.include({ code: 'STUDY_MISSING' });
    expect((await errorOf(opened, '30'))?.message).to.equal(
      `study 30: no such study in ${join(folder(), 'train_images')}; check the id`,
    );
  });

  it('follows links out of the folder only when told to', async () => {
    await withStudies('train_images', '20');
    await withStudies('archive', '10');
    await symlink(join(folder(), 'archive/10'), join(folder(), 'train_images/10'));
    await symlink(join(folder(), 'train_images/20'), join(folder(), 'train_images/30'));
    await describedBy(DESCRIPTIONS);
    const opened = await openStudyFolder({ root: folder() });
    expect(await errorOf(opened, '10')).to.include({ code: 'STUDY_OUTSIDE_ROOT' });
    expect((await errorOf(opened, '10'))?.message).to.equal(
      'study 10: the folder is a symbolic link that leads outside the studies folder; allow it with --follow-links, or copy the study',
    );
    expect(await errorOf(opened, '30')).to.equal(undefined);
    const followed = await openStudyFolder({ root: folder(), followLinks: true });
    expect(await errorOf(followed, '10')).to.equal(undefined);
  });

  it('names the line with an unknown kind of series', async () => {
    await withStudies('train_images', '20');
    await describedBy('study_id,series_id,series_description\n20,1,Axial T2\n20,2,Coronal T1\n');
    const error = await rejectionOf(openStudyFolder({ root: folder() }));
    expect(error.code).to.equal('CSV_VALUE_UNEXPECTED');
    expect(error.message).to.equal(
      `${join(folder(), 'train_series_descriptions.csv')}:3: "Coronal T1" in column "series_description"; expected one of Sagittal T2/STIR, Sagittal T1, Axial T2`,
    );
  });

  it('counts a series once that is listed twice, and says so', async () => {
    await withStudies('train_images', '20');
    await describedBy(`${DESCRIPTIONS}20,201,Axial T2\n`);
    const [{ study, warnings = [] }] = await (await openStudyFolder({ root: folder() })).itemsOf('20');
    expect('series' in study && study.series.map(({ id }) => id)).to.deep.equal(['201', '202']);
    expect(warnings.map(({ code, seriesId, message }) => [code, seriesId, message])).to.deep.equal([
      [
        'SERIES_LISTED_TWICE',
        '201',
        'the descriptions list this series more than once; each counts once, remove the other rows',
      ],
    ]);
  });

  it('refuses a series that is listed with two kinds', async () => {
    await withStudies('train_images', '20');
    await describedBy(`${DESCRIPTIONS}20,201,Sagittal T1\n`);
    const error = await rejectionOf(openStudyFolder({ root: folder() }));
    expect([error.code, error.message]).to.deep.equal([
      'SERIES_OF_TWO_KINDS',
      `series 201 / ${join(folder(), 'train_series_descriptions.csv')}:6: the series is listed both as Axial T2 and as Sagittal T1; remove one of the rows`,
    ]);
  });

  for (const id of ['../etc', 'a/b', '..', '', 'a\\b'])
    it(`refuses ids that are no names of folders: "${id}"`, async () => {
      await withStudies('train_images', '20');
      for (const row of [`${id},1,Axial T2`, `20,${id},Axial T2`]) {
        await describedBy(`study_id,series_id,series_description\n${row}\n`);
        const error = await rejectionOf(openStudyFolder({ root: folder() }));
        expect(error).to.include({ code: 'CSV_VALUE_UNEXPECTED' });
        expect(error.reason).to.match(/in column "(study|series)_id"; expected the plain name of a folder$/);
      }
    });

  it('says that the folder is missing', async () => {
    const root = join(folder(), 'nowhere');
    const error = await rejectionOf(openStudyFolder({ root }));
    expect(error.code).to.equal('SOURCE_FOLDER_MISSING');
    expect(error.message).to.equal(`${root}: cannot list this folder of studies; check the path`);
    expect(error.cause).to.have.property('code', 'ENOENT');
  });

  it('says where it looked for the descriptions', async () => {
    await withStudies('mine', '10');
    const error = await rejectionOf(openStudyFolder({ root: join(folder(), 'mine') }));
    expect(error.code).to.equal('DESCRIPTIONS_MISSING');
    expect(error.reason).to.equal(
      'no series descriptions (looked for train_series_descriptions.csv, test_series_descriptions.csv); give the file with --descriptions',
    );
  });
});
