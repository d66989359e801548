import { mkdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { openStudies } from '../../../src/streams/sources/open-studies.ts';
import type { StudyItem } from '../../../src/streams/sources/study-folder.ts';
import { type DicomFixture, dicomFixture } from '../../support/dicom-fixture.ts';
import { writeTree } from '../../support/file-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const SAGITTAL = [0, 1, 0, 0, 0, -1];
const AXIAL = [1, 0, 0, 0, 1, 0];
const CORONAL = [1, 0, 0, 0, 0, -1];

interface Said {
  readonly plane: readonly number[];
  readonly text: string;
  readonly uid?: string;
  readonly number?: number;
}

/** A slice whose header says so much. */
const slice = ({ plane, text, uid, number }: Said, more: DicomFixture = {}): Uint8Array =>
  dicomFixture({
    orientation: plane,
    ...more,
    set: {
      '0008103E': ['LO', text],
      '0020000E': uid === undefined ? undefined : ['UI', uid],
      '00200011': number === undefined ? undefined : ['IS', `${number}`],
      ...more.set,
    },
  });

/** The study of a folder that holds one. */
const only = (items: readonly StudyItem[]): StudyItem => {
  expect(items).to.have.length(1);
  return items[0]!;
};

describe('openStudies', () => {
  const folder = temporaryFolder();

  const itemOf = async (files: Readonly<Record<string, string | Uint8Array>>, study = '7') => {
    await writeTree(folder(), files);
    return only(await (await openStudies({ root: folder() })).itemsOf(study));
  };
  const seriesOf = async (files: Readonly<Record<string, string | Uint8Array>>) => {
    const { study, warnings = [] } = await itemOf(files);
    return {
      series:
        'series' in study
          ? study.series.map(({ id, kind, slices = [] }) => [
              id,
              kind,
              ...slices.map(({ file }) => basename(file.name)),
            ])
          : [],
      warnings: warnings.map(({ code, seriesId, message }) => [code, seriesId, message]),
    };
  };

  it('goes by the descriptions where there are some', async () => {
    await writeTree(folder(), {
      '7/a/1.dcm': slice({ plane: AXIAL, text: 'T2' }),
      '8/a/1.dcm': slice({ plane: AXIAL, text: 'T2' }),
      'train_series_descriptions.csv': 'study_id,series_id,series_description\n7,a,Sagittal T1\n',
    });
    const { descriptions, itemsOf } = await openStudies({ root: folder() });
    const item = async (id: string) => only(await itemsOf(id));
    expect(descriptions).to.equal(join(folder(), 'train_series_descriptions.csv'));
    expect((await item('7')).study).to.have.nested.property('series[0].kind', 'Sagittal T1');
    expect((await item('8')).error?.code).to.equal('STUDY_NOT_DESCRIBED');
  });

  it('finds every study of a folder that nobody described, by number, and reads nothing of them', async () => {
    await writeTree(folder(), { '10/a/1.dcm': 'no DICOM', '9/a/1.dcm': '', 'notes.txt': '' });
    const { descriptions, studyIds, absent, images } = await openStudies({ root: folder() });
    expect({ descriptions, studyIds, absent, images }).to.deep.equal({
      descriptions: undefined,
      studyIds: ['9', '10'],
      absent: 0,
      images: folder(),
    });
  });

  it('tells the kinds of series folders by their headers', async () => {
    const at = (z: number): DicomFixture => ({ position: [0, 0, z] });
    const found = await seriesOf({
      '7/a/1.dcm': slice({ plane: AXIAL, text: 'T2', number: 5 }, at(0)),
      '7/a/2.dcm': slice({ plane: AXIAL, text: 'T2', number: 5 }, at(4)),
      '7/b/1.dcm': slice({ plane: SAGITTAL, text: 'STIR', number: 2 }),
      '7/c/1.dcm': slice({ plane: SAGITTAL, text: 'T1' }),
    });
    expect(found).to.deep.equal({
      series: [
        ['b', 'Sagittal T2/STIR', '1.dcm'],
        ['c', 'Sagittal T1', '1.dcm'],
        ['a', 'Axial T2', '1.dcm', '2.dcm'],
      ],
      warnings: [],
    });
  });

  it('tells series apart that lie in one folder', async () => {
    const t1 = { plane: SAGITTAL, text: 'T1', uid: '1.2.1' };
    const t2 = { plane: AXIAL, text: 'T2', uid: '1.2.2' };
    const found = await seriesOf({
      '7/10.dcm': slice(t1),
      '7/2.dcm': slice(t2),
      '7/3.dcm': slice(t1),
      '7/DICOMDIR': '',
      '7/report.dcm': 'no slice',
    });
    expect(found).to.deep.equal({
      series: [
        ['1.2.1', 'Sagittal T1', '3.dcm', '10.dcm'],
        ['1.2.2', 'Axial T2', '2.dcm'],
      ],
      warnings: [
        [
          'FILES_UNREADABLE',
          undefined,
          '1 file left out: not a DICOM file: no "DICM" at byte 128 of 8; remove it, or export it as DICOM Part 10 if it lacks the 128-byte preamble',
        ],
      ],
    });
  });

  it('takes a DICOMDIR for the folder that it lies in, and no other file', async () => {
    const study = { '7/1.dcm': slice({ plane: SAGITTAL, text: 'T1', uid: '1.2.1' }), '7/DICOMDIR': '' };
    await writeTree(folder(), study);
    expect((await openStudies({ root: join(folder(), '7', 'DICOMDIR') })).studyIds).to.deep.equal(['7']);
    expect(await rejectionOf(openStudies({ root: join(folder(), '7', '1.dcm') }))).to.include({
      code: 'SOURCE_FOLDER_MISSING',
    });
  });

  it('tells series apart in a folder below the study, too, and names those without a proper UID by their folder', async () => {
    const found = await seriesOf({
      '7/all/1.dcm': slice({ plane: SAGITTAL, text: 'T1', uid: '../../etc' }),
      '7/all/2.dcm': slice({ plane: AXIAL, text: 'T2', uid: '1.2.2' }),
    });
    expect(found.series).to.have.deep.members([
      ['all-1', 'Sagittal T1', '1.dcm'],
      ['1.2.2', 'Axial T2', '2.dcm'],
    ]);
  });

  it('leaves nothing out without a warning', async () => {
    await mkdir(join(folder(), '7', 'empty'), { recursive: true });
    await symlink(folder(), join(folder(), '7', 'link'));
    const { series, warnings } = await seriesOf({
      '7/a/1.dcm': slice({ plane: SAGITTAL, text: 'T1' }),
      '7/coronal/1.dcm': slice({ plane: CORONAL, text: 'T2' }),
      '7/unclear/1.dcm': slice({ plane: SAGITTAL, text: 'spine' }),
      '7/broken/1.dcm': 'x',
      '7/broken/2.dcm': 'x',
      '7/ct/1.dcm': slice({ plane: AXIAL, text: 'T2' }, { set: { '00080060': ['CS', 'CT'] } }),
    });
    expect(series).to.deep.equal([['a', 'Sagittal T1', '1.dcm']]);
    expect(warnings.map(([code, id]) => [code, id])).to.have.deep.members([
      ['SERIES_WITHOUT_SLICES', 'empty'],
      ['SERIES_LINK', undefined],
      ['SERIES_KIND_UNGRADED', 'coronal'],
      ['SERIES_WEIGHTING_UNKNOWN', 'unclear'],
      ['FILES_UNREADABLE', undefined],
      ['SERIES_NOT_MR', 'ct'],
    ]);
    expect(warnings.map(([, , message]) => message)).to.include.members([
      'the series was left out: there is no DICOM image in its folder',
      '1 link left out: a study is read within its own folder',
      'the series was left out: it is coronal, and no coronal series is graded',
      '2 files left out: not a DICOM file: no "DICM" at byte 128 of 1; remove it, or export it as DICOM Part 10 if it lacks the 128-byte preamble',
    ]);
  });

  it('fails a study with a broken file in the folder of a series that is graded', async () => {
    const { study, error } = await itemOf({ '7/a/1.dcm': slice({ plane: AXIAL, text: 'T2' }), '7/a/2.dcm': 'x' });
    expect(study.id).to.equal('7');
    expect(error?.code).to.equal('DICOM_NOT_DICOM');
    expect(error?.where).to.deep.equal({ studyId: '7', seriesId: 'a', file: '2.dcm' });
  });

  it('calls the studies of a folder by names that stay the same when another one arrives', async () => {
    const visit = (study: string, date: string) =>
      slice(
        { plane: SAGITTAL, text: 'T1', uid: `${study}.1` },
        { set: { '0020000D': ['UI', study], '00080020': ['DA', date] } },
      );
    const opened = async (files: Readonly<Record<string, Uint8Array>>) => {
      await writeTree(folder(), files);
      return openStudies({ root: folder() });
    };
    const idsIn = async ({ itemsOf }: Awaited<ReturnType<typeof opened>>, id: string) =>
      (await itemsOf(id)).map(({ study }) => study.id);
    // one UID for two visits, as some anonymisers have it, are two studies, too
    const before = await opened({ '7/a': visit('1.2.1', '20200101'), '7/b': visit('1.2.1', '20210101') });
    const [newer, older] = await idsIn(before, '7');
    for (const id of [newer, older]) expect(id).to.match(/^7\/[0-9a-f]{8}$/);
    expect(newer).not.to.equal(older);
    const after = await opened({ '7/c': visit('1.2.2', '20220101'), '7/d': visit('1.2.3', '20190101') });
    const [newest, ...others] = await idsIn(after, '7');
    expect(others.slice(0, 2)).to.deep.equal([newer, older]);
    expect(await idsIn(after, newest!)).to.deep.equal([newest]);
    expect((await after.itemsOf('7/00000000'))[0]?.error?.code).to.equal('STUDY_MISSING');
  });

  it('names no file or folder below the study in errors and warnings', async () => {
    const { error, warnings } = await itemOf({
      '7/a/1.dcm': slice({ plane: AXIAL, text: 'T2' }),
      '7/a/DOE_JANE.dcm': 'x',
      '7/a/JANE/SR': directory(),
    });
    expect(error?.message).to.match(/^study 7 \/ series a \/ file 2 of 3: not a DICOM file/);
    const texts = JSON.stringify([error?.where, warnings]);
    expect(texts)
      .to.include('file 2 of 3')
      .and.not.to.match(/DOE|JANE/);
  });

  /** A slice of an export, with a place in its series. */
  const exported = (uid: string, instance: number | undefined, text = 'T1') =>
    slice(
      { plane: SAGITTAL, text, uid },
      { set: { '00200013': instance === undefined ? undefined : ['IS', `${instance}`] } },
    );
  /** DICOM without pixels, as a DICOMDIR is. */
  const directory = () => dicomFixture({ set: { '00080016': ['UI', '1.2.840.10008.1.3.10'], '7FE00010': undefined } });
  const filesOf = async (files: Readonly<Record<string, Uint8Array | string>>) => {
    const { study, warnings = [] } = await itemOf(files);
    return {
      series:
        'series' in study
          ? study.series.map(({ id, slices = [] }) => [id, ...slices.map(({ file }) => file.name)])
          : [],
      warnings: warnings.map(({ code, message }) => `${code} ${message}`),
    };
  };

  it('knows files without an extension by their first bytes', async () => {
    expect(
      await filesOf({
        '7/a/IMG0001': exported('1.2.1', 12),
        '7/a/IMG0002': exported('1.2.1', 3),
        '7/a/1.2.840.9': exported('1.2.1', 7),
        '7/a/thumbs.db': 'no DICOM',
        '7/a/empty': '',
        '7/a/.hidden': exported('1.2.1', 1),
        '7/a/DICOMDIR': directory(),
        '7/a/report': directory(),
      }),
    ).to.deep.equal({
      series: [['a', 'a/1.2.840.9', 'a/IMG0001', 'a/IMG0002']],
      warnings: ['FILES_NOT_IMAGES 2 files left out: DICOM without pixels, such as a DICOMDIR, a report or raw data'],
    });
  });

  it('finds series at any depth by their UID, one series in several folders among them', async () => {
    expect(
      await filesOf({
        '7/DICOM/DICOMDIR': directory(),
        '7/DICOM/ST1/SE1/IM1': exported('1.2.1', 2),
        '7/DICOM/ST1/SE2/IM1': exported('1.2.1', 1),
        '7/DICOM/ST1/SE3/1.dcm': exported('1.2.2', 4, 'T2'),
      }),
    ).to.deep.equal({
      series: [
        ['1.2.2', 'DICOM/ST1/SE3/1.dcm'],
        ['1.2.1', 'DICOM/ST1/SE1/IM1', 'DICOM/ST1/SE2/IM1'],
      ],
      warnings: ['FILES_NOT_IMAGES 1 file left out: DICOM without pixels, such as a DICOMDIR, a report or raw data'],
    });
  });

  it('follows no link, and no folder too deep, and says so', async () => {
    await writeTree(folder(), { 'elsewhere/IM1': exported('1.2.9', 1) });
    await mkdir(join(folder(), '7/a/b'), { recursive: true });
    await symlink(join(folder(), 'elsewhere'), join(folder(), '7/a/b/out'));
    await symlink(join(folder(), 'elsewhere/IM1'), join(folder(), '7/a/b/IM9.dcm'));
    const found = await filesOf({
      '7/a/b/IM1': exported('1.2.1', 1),
      '7/1/2/3/4/5/6/7/8/IM2': exported('1.2.1', 2),
      '7/1/2/3/4/5/6/7/8/9/IM3': exported('1.2.1', 3),
    });
    expect(found.series).to.deep.equal([['1.2.1', '1/2/3/4/5/6/7/8/IM2', 'a/b/IM1']]);
    expect(found.warnings).to.have.members([
      'SERIES_LINK 2 links left out: a study is read within its own folder',
      'SERIES_TOO_DEEP 1 folder left out: more than eight levels below the study',
    ]);
  });

  it('fails a study of whose series none can be told, and says why', async () => {
    const item = await itemOf({
      '7/a/1.dcm': slice({ plane: CORONAL, text: 'T2' }),
      '7/b/1.dcm': slice({ plane: AXIAL, text: 'T1' }),
    });
    expect(item.error?.code).to.equal('STUDY_WITHOUT_SERIES');
    expect(item.error?.message).to.equal(
      'study 7: no series of a graded kind according to the headers (' +
        'a: the series was left out: it is coronal, and no coronal series is graded [SERIES_KIND_UNGRADED]; ' +
        'b: the series was left out: it is axial and T1 by SeriesDescription, which is no kind that is graded [SERIES_KIND_UNGRADED]' +
        '); if you know the kinds, list each series by its folder or SeriesInstanceUID in a file for --descriptions',
    );
    expect(item.warnings).to.have.length(2);
  });

  it('says so of a study without files, and counts reasons that are too many to say', async () => {
    await mkdir(join(folder(), '7'));
    expect((await itemOf({})).error?.reason).to.match(
      /^no DICOM image in its folder or below; check the path, and unpack archives/,
    );
    const texts = ['T2', 'T2 MAP', 'LOCALIZER', 'T2 DIXON_F', 'T1', 'PD'];
    const many = Object.fromEntries(
      texts.map((text, i) => [
        `8/${i}/1.dcm`,
        slice({ plane: i < 4 ? CORONAL : AXIAL, text, uid: `1.2.${i}`, number: i }),
      ]),
    );
    expect((await itemOf(many, '8')).error?.reason).to.match(/; and 2 more\)/);
  });

  it('says once why several series were left out', async () => {
    const scouts = [1, 2, 3].map((i) => [
      `7/${i}/1.dcm`,
      slice({ plane: CORONAL, text: 'LOCALIZER', uid: `1.2.${i}`, number: i }),
    ]);
    const { warnings = [] } = await itemOf({
      ...Object.fromEntries(scouts),
      '7/a/1.dcm': slice({ plane: SAGITTAL, text: 'T1', uid: '1.2.9', number: 9 }),
    });
    expect(warnings).to.deep.equal([
      {
        code: 'SERIES_LOCALIZER',
        message: '3 series were left out, each because it is a localizer, for planning the others',
      },
    ]);
  });

  it('has an error for a study that is not there, or a link that leads out of the folder', async () => {
    await mkdir(join(folder(), 'studies'));
    await writeTree(folder(), { 'archive/10/a/1.dcm': slice({ plane: AXIAL, text: 'T2' }) });
    await symlink(join(folder(), 'archive/10'), join(folder(), 'studies/10'));
    const root = join(folder(), 'studies');
    const codeOf = async (id: string, followLinks: boolean) =>
      only(await (await openStudies({ root, followLinks })).itemsOf(id)).error?.code;
    expect(await codeOf('10', false)).to.equal('STUDY_OUTSIDE_ROOT');
    expect(await codeOf('10', true)).to.equal(undefined);
    for (const id of ['11', '..', '../archive/10', '']) expect(await codeOf(id, true)).to.equal('STUDY_MISSING');
  });

  it('has an error for a study whose folder cannot be listed', async () => {
    await symlink('nowhere', join(folder(), '7'));
    const { error } = only(await (await openStudies({ root: folder(), followLinks: true })).itemsOf('7'));
    expect(error?.message).to.equal(
      'study 7: cannot list its folder or one below it; check that it exists and is readable',
    );
    expect(error).to.include({ code: 'STUDY_UNREADABLE' });
    expect(error?.cause).to.have.property('code', 'ENOENT');
  });

  it('says that the folder is missing', async () => {
    const error = await rejectionOf(openStudies({ root: join(folder(), 'nowhere') }));
    expect(error.code).to.equal('SOURCE_FOLDER_MISSING');
  });
});
