import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { inspectionText } from '../../../src/cli/terminal/inspection-text.ts';
import { inspectStudy, type StudyInspection } from '../../../src/run/inspection/inspect-study.ts';
import { type DicomFixture, dicomFixture } from '../../support/dicom-fixture.ts';
import { writeTree } from '../../support/file-tree.ts';
import { describeGoldens, goldenPath } from '../../support/goldens.ts';
import { evenSeries } from '../../support/study-in-memory.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

type Kind = Parameters<typeof evenSeries>[1];

const NAMES = { 'Sagittal T2/STIR': 'SAG T2', 'Sagittal T1': 'SAG T1', 'Axial T2': 'AX T2' } as const;

interface Given extends DicomFixture {
  readonly count?: number;
  readonly study?: number;
}

/** The files of a series whose headers tell what it is, by their paths in the study. */
const seriesFiles = (id: string, kind: Kind, { study = 1, count, ...fixture }: Given = {}) => {
  const { files } = evenSeries(id, kind, { ...fixture, ...(count !== undefined && { count }) });
  return Object.fromEntries(
    Object.entries(files).map(([name, file]): [string, Uint8Array] => {
      if (file instanceof Uint8Array) return [`${id}/${name}`, file];
      const set = {
        '00080018': ['UI', `1.2.${study}.${id.length}${id.charCodeAt(0)}.${Number.parseInt(name, 10)}`],
        '00080020': ['DA', `2020010${study}`],
        '0008103E': ['LO', `${NAMES[kind]} DOE^JANE`],
        '0020000D': ['UI', `1.2.${study}`],
        '0020000E': ['UI', `1.2.${study}.${id.length}${id.charCodeAt(0)}`],
        '00200052': ['UI', `1.2.${study}.0`],
        ...file.set,
      } as const;
      return [`${id}/${name}`, dicomFixture({ ...file, set })];
    }),
  );
};

const COMPLETE = {
  ...seriesFiles('a', 'Sagittal T2/STIR'),
  ...seriesFiles('b', 'Sagittal T1'),
  ...seriesFiles('c', 'Axial T2'),
};

describe('inspectStudy', () => {
  const folder = temporaryFolder();
  const study = () => join(folder(), 'studies', '7');
  const inspected = async (files: Readonly<Record<string, Uint8Array | string>>, table?: string) => {
    await writeTree(study(), files);
    if (table !== undefined)
      await writeTree(folder(), {
        'train_series_descriptions.csv': `study_id,series_id,series_description\n${table}`,
      });
    return inspectStudy({ study: study() });
  };
  const only = async (...given: Parameters<typeof inspected>): Promise<StudyInspection> => {
    const { studies } = await inspected(...given);
    expect(studies).to.have.length(1);
    return studies[0]!;
  };

  it('ranks the candidates of each kind by their headers, and says what is used for what', async () => {
    const repeat = seriesFiles('d', 'Sagittal T2/STIR', { count: 2 });
    const { series, ranking, gradable, obstacles, missing } = await only({ ...COMPLETE, ...repeat });
    expect({ gradable, obstacles, missing }).to.deep.equal({ gradable: true, obstacles: [], missing: [] });
    expect(series.map(({ id, kind, uses, unused }) => [id, kind, uses[0], unused?.code])).to.have.deep.members([
      ['a', 'Sagittal T2/STIR', 'Sagittal T2/STIR: ranks first of its kind', undefined],
      ['b', 'Sagittal T1', 'Sagittal T1: ranks first of its kind', undefined],
      ['c', 'Axial T2', 'Axial T2: ranks first of its kind', undefined],
      ['d', 'Sagittal T2/STIR', undefined, 'SERIES_OUTRANKED'],
    ]);
    const candidates = ranking['Sagittal T2/STIR'];
    expect(candidates.map(({ seriesId, used }) => [seriesId, used])).to.deep.equal([
      ['a', true],
      ['d', false],
    ]);
    for (const { score, reasons } of candidates)
      expect(reasons.reduce((sum, { points }) => sum + points, 0)).to.be.closeTo(score, 0.02);
    expect(candidates[0]!.score).to.be.greaterThan(candidates[1]!.score);
  });

  it('says how slices lie and what their headers say', async () => {
    const { series } = await only(COMPLETE);
    const { stack, ...facts } = series.find(({ id }) => id === 'b')!;
    expect(stack).to.deep.include({ slices: 5, spacingMm: 4, attributeSpacingMm: 4, blocks: 1, gaps: [] });
    expect(stack?.turned).to.equal(undefined);
    expect(facts).to.deep.include({
      images: 5,
      files: 5,
      copies: 0,
      frameOfReference: 'A',
      matrix: [{ value: { rows: 4, columns: 6 }, images: 5 }],
      bits: [{ value: { stored: 16, allocated: 16, signed: false }, images: 5 }],
      photometricInterpretation: [{ value: 'MONOCHROME2', images: 5 }],
    });
    expect(facts.transferSyntaxes).to.deep.equal([
      { name: 'Explicit VR Little Endian (1.2.840.10008.1.2.1)', lossy: false, supported: true, images: 5 },
    ]);
  });

  it('sees gaps, copies and frames of reference', async () => {
    const { 'b/3.dcm': _, ...files }: Record<string, Uint8Array> = { ...COMPLETE, 'copy.dcm': COMPLETE['a/2.dcm']! };
    const { series, warnings, gradable } = await only(files);
    const of = (id: string) => series.find((one) => one.id === id || one.seriesInstanceUid === id)!;
    expect(of('b').stack?.gaps).to.deep.equal([{ afterInstance: 2, beforeInstance: 4, widthMm: 8 }]);
    expect(series.map(({ copies }) => copies).reduce((a, b) => a + b)).to.equal(1);
    expect(warnings.map(({ code }) => code)).to.include.members(['SLICE_GAP', 'COPIES_IGNORED']);
    expect(gradable).to.equal(true);
  });

  it('cannot grade what is encoded in a way that is not read, or ends early, and says how much that is', async () => {
    const jpegXl = seriesFiles('b', 'Sagittal T1', { claimSyntaxUid: '1.2.840.10008.1.2.4.110' });
    const cut = { 'c/2.dcm': COMPLETE['c/2.dcm']!.slice(0, -10), 'c/4.dcm': COMPLETE['c/4.dcm']!.slice(0, -4) };
    const { gradable, obstacles } = await only({ ...COMPLETE, ...jpegXl, ...cut });
    expect(gradable).to.equal(false);
    expect(obstacles.map(({ code, seriesId, images }) => [code, seriesId, images])).to.include.deep.members([
      ['DICOM_TRANSFER_SYNTAX', 'b', 5],
      ['DICOM_PIXELS_TRUNCATED', 'c', 2],
    ]);
  });

  it('cannot grade a study without a series that is graded, and has the reasons', async () => {
    const { gradable, obstacles, series } = await only(
      seriesFiles('a', 'Axial T2', { set: { '00080060': ['CS', 'CT'] } }),
    );
    expect([gradable, obstacles.map(({ code }) => code)]).to.deep.equal([false, ['STUDY_WITHOUT_SERIES']]);
    expect(series.map(({ id, unused }) => [id, unused?.code])).to.deep.equal([['a', 'SERIES_NOT_MR']]);
  });

  it('tells two studies in one folder apart', async () => {
    const prior = seriesFiles('p', 'Sagittal T1', { study: 2 });
    const { studies } = await inspected({ ...COMPLETE, ...prior });
    expect(studies.map(({ series }) => series.length)).to.deep.equal([1, 3]);
    for (const { studyId } of studies) expect(studyId).to.match(/^7\/[0-9a-f]{8}$/);
    expect(studies.flatMap(({ warnings }) => warnings.map(({ code }) => code))).to.include('STUDIES_IN_ONE_FOLDER');
  });

  it('goes by the descriptions where there are some, and says what headers would choose', async () => {
    const rows = '7,b,Sagittal T1\n7,c,Axial T2\n7,d,Axial T2\n';
    const { series, missing, ranking } = await only({ ...COMPLETE, ...seriesFiles('d', 'Axial T2') }, rows);
    expect(missing).to.deep.equal([]);
    expect(series.map(({ id, kindBy, uses, unused }) => [id, kindBy, ...uses, unused?.code])).to.deep.equal([
      [
        'b',
        'the descriptions',
        'stands in for the missing Sagittal T2/STIR',
        'Sagittal T1: the first of its kind',
        undefined,
      ],
      ['c', 'the descriptions', 'Axial T2: the first of its kind', undefined],
      ['d', 'the descriptions', 'Axial T2: competes for the nearest slice of each level', undefined],
      ['a', series[3]?.kindBy, 'SERIES_NOT_LISTED'],
    ]);
    expect(ranking['Sagittal T2/STIR'].map(({ seriesId, used }) => [seriesId, used])).to.deep.equal([['a', false]]);
  });

  it('names the kinds that the study lacks', async () => {
    const { missing, gradable, obstacles } = await only(COMPLETE, '7,c,Axial T2\n');
    expect(missing).to.deep.equal(['Sagittal T2/STIR', 'Sagittal T1']);
    expect([gradable, obstacles.map(({ code }) => code)]).to.deep.equal([false, ['STUDY_NOT_SEEN']]);
  });

  it('takes the folder however it is named', async () => {
    const { studies } = await inspected(COMPLETE);
    for (const path of [`${study()}/`, `${join(study(), '..', '7')}/.`, `${study()}//`])
      expect((await inspectStudy({ study: path })).studies).to.deep.equal(studies);
    const here = process.cwd();
    try {
      process.chdir(study());
      for (const path of ['.', './', '../7'])
        expect((await inspectStudy({ study: path })).studies, path).to.deep.equal(studies);
    } finally {
      process.chdir(here);
    }
  });

  it('says that the study is not there, or not described', async () => {
    const { obstacles } = await only(COMPLETE, '8,b,Axial T2\n');
    expect(obstacles.map(({ code }) => code)).to.deep.equal(['STUDY_NOT_DESCRIBED']);
    const missing = join(study(), '..', '9');
    expect(await rejectionOf(inspectStudy({ study: missing }))).to.deep.include({
      code: 'STUDY_MISSING',
      message: `${missing}: no such study folder; check the path`,
    });
    await writeTree(missing, { 'a.dcm': 'x' });
    expect((await rejectionOf(inspectStudy({ study: join(missing, 'a.dcm') }))).reason).to.match(
      /^expected the folder of a study, found a file/,
    );
  });

  it('takes a DICOMDIR for the folder that it lies in', async () => {
    const { studies } = await inspected(COMPLETE);
    await writeTree(study(), { DICOMDIR: '' });
    const found = await inspectStudy({ study: join(study(), 'DICOMDIR') });
    expect(found.studies.map(({ series }) => series.length)).to.deep.equal(studies.map(({ series }) => series.length));
    expect(found.studies[0]!.studyId).to.equal(studies[0]!.studyId);
  });

  it('tells nothing that names a patient', async () => {
    const prior = seriesFiles('p', 'Axial T2', { study: 2, set: { '00180015': ['CS', 'DOE^JANE'] } });
    const found = await inspected({ ...COMPLETE, ...prior });
    for (const text of [JSON.stringify(found), inspectionText(found)]) expect(text).not.to.match(/DOE|JANE|SECRET/);
  });

  it('says which files messages mean to who asks, and to nobody else', async () => {
    const { 'a/2.dcm': second, 'a/3.dcm': third, ...others }: Record<string, Uint8Array> = COMPLETE;
    const files = { ...others, 'a/DOE_2.dcm': second!, 'a/DOE_3.dcm': third!, 'a/JANE_2': second!, 'a/JANE.dcm': 'x' };
    const without = await inspected(files);
    expect(`${JSON.stringify(without)} ${inspectionText(without)}`).not.to.match(/DOE|JANE/);
    const told = await inspectStudy({ study: study(), names: true });
    const { unreadable, slices } = told.names!;
    expect(unreadable).to.deep.equal([{ name: 'file 6 of 17', file: 'a/JANE.dcm', code: 'DICOM_NOT_DICOM' }]);
    expect(slices.filter(({ file }) => file.includes('DOE_2'))).to.deep.equal([
      { seriesId: 'a', instances: [6], file: 'a/DOE_2.dcm', copies: ['a/JANE_2'] },
    ]);
    const lines = inspectionText(told).split('\n');
    expect(lines).to.include('  file 6 of 17: a/JANE.dcm [DICOM_NOT_DICOM]');
    expect(lines).to.include('  series a, instance 6: a/DOE_2.dcm, copy a/JANE_2');
  });
});

describeGoldens('inspectStudy on a golden study', () => {
  const folder = temporaryFolder();
  const id = '2349013698';

  it('sees the direction of stacks and gives the series of the table, whatever the rules', async () => {
    for (const rules of ['dicom', 'original'] as const) {
      const { studies } = await inspectStudy({ study: goldenPath('studies', 'train_images', id), rules });
      const [{ series, gradable }] = studies as [StudyInspection];
      expect(gradable).to.equal(true);
      expect(series.map(({ kind, stack }) => [kind, stack?.slices])).to.deep.equal([
        ['Sagittal T2/STIR', 15],
        ['Sagittal T1', 15],
        ['Axial T2', 8],
        ['Axial T2', 12],
      ]);
      const runs = series.map(({ stack }) => stack!.firstInstance < stack!.lastInstance);
      expect(runs).to.deep.equal([true, false, true, false]);
    }
  });

  it('finds the same series without the table', async () => {
    await cp(goldenPath('studies', 'train_images', id), join(folder(), id), { recursive: true });
    const { studies } = await inspectStudy({ study: join(folder(), id) });
    expect(studies[0]!.series.filter(({ uses }) => uses.length > 0)).to.have.length(4);
  });
});
