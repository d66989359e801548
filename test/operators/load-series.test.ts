import { expect } from 'chai';
import { entryOf, stateOf } from '../../src/core/study-state.ts';
import { loadSeries } from '../../src/operators/load-series.ts';
import { type DicomFixture, dicomFixture } from '../support/dicom-fixture.ts';
import { goldenStudies } from '../support/golden-studies.ts';
import { describeGoldens, goldenJson } from '../support/goldens.ts';
import { fileEnv, through } from '../support/operator-flow.ts';
import { evenSeries, type SmallSeries, smallStudy } from '../support/study-in-memory.ts';
import { rejectionOf } from '../support/thrown-by.ts';

type Rules = 'dicom' | 'original';

const stateFrom = async (rules: Rules, ...given: readonly SmallSeries[]) => {
  const { study, env } = smallStudy(given);
  return through(stateOf(study), loadSeries(env, { rules }));
};
const loadedBy = async (rules: Rules, ...given: readonly SmallSeries[]) =>
  entryOf(await stateFrom(rules, ...given), 'series');
const loaded = (...given: readonly SmallSeries[]) => loadedBy('original', ...given);

const namesOf = (files: readonly { readonly name: string }[]): readonly string[] => files.map(({ name }) => name);

describe("loadSeries by the original's rules", () => {
  it('keeps the order of the descriptions and sorts files by the numbers in their names', async () => {
    const [sagittal, axial] = await loaded(
      evenSeries('9', 'Sagittal T2/STIR', { count: 11 }),
      evenSeries('4', 'Axial T2', { count: 2 }),
    );
    expect([sagittal?.id, axial?.id]).to.deep.equal(['9', '4']);
    expect(namesOf(sagittal!.files).slice(0, 3)).to.deep.equal(['1.dcm', '2.dcm', '3.dcm']);
    expect(sagittal?.files.at(-1)).to.deep.equal({ name: '11.dcm', path: 'memory/9/11.dcm', instanceNumber: 11 });
  });

  it('turns a stack round that runs from head to feet, and leaves the natural order as it is', async () => {
    const { files } = evenSeries('1', 'Axial T2', { count: 3 });
    const headFirst = { '1.dcm': files['3.dcm']!, '2.dcm': files['2.dcm']!, '3.dcm': files['1.dcm']! };
    const [series] = await loaded({ id: '1', kind: 'Axial T2', files: headFirst });
    expect(namesOf(series!.files)).to.deep.equal(['1.dcm', '2.dcm', '3.dcm']);
    expect(namesOf(series!.orderedFiles)).to.deep.equal(['3.dcm', '2.dcm', '1.dcm']);
  });

  it('takes the distance between slices from the first file in natural order', async () => {
    const { files } = evenSeries('1', 'Sagittal T1', { count: 2 });
    const [series] = await loaded({
      id: '1',
      kind: 'Sagittal T1',
      files: { '2.dcm': files['2.dcm']!, '1.dcm': { ...files['1.dcm'], spacingBetweenSlicesMm: 4.4 } },
    });
    expect(series?.spacingBetweenSlicesMm).to.equal(4.4);
    const [silent] = await loaded({
      id: '1',
      kind: 'Sagittal T1',
      files: { '1.dcm': { set: { '00180088': undefined } } },
    });
    expect(silent?.spacingBetweenSlicesMm).to.equal(undefined);
  });

  it('opens the first and the last file of a series only, and no pixels', async () => {
    const { study, env } = smallStudy([evenSeries('1', 'Sagittal T1', { count: 9 })]);
    const opened: string[] = [];
    const readBytes: typeof env.readBytes = (path, maxBytes) => {
      opened.push(path);
      return env.readBytes(path, maxBytes);
    };
    const state = await through(stateOf(study), loadSeries({ ...env, readBytes }, { rules: 'original' }));
    expect(opened.sort()).to.deep.equal(['memory/1/1.dcm', 'memory/1/9.dcm']);
    expect(entryOf(state, 'slices').filesRead()).to.deep.equal({ headers: 2, slices: 0 });
  });

  it('refuses a series folder without any .dcm file', async () => {
    const error = await rejectionOf(loaded({ id: '7', kind: 'Axial T2', files: { 'notes.txt': new Uint8Array(3) } }));
    expect(error.code).to.equal('SERIES_EMPTY');
    expect(error.message).to.equal(
      'study small / series 7 / load-series: no .dcm file in the folder; restore its files or remove the series from the descriptions file',
    );
  });

  it('says which series cannot be listed, and keeps the cause', async () => {
    const { study, env } = smallStudy([]);
    const missing = { ...study, series: [{ id: '8', kind: 'Axial T2', folder: 'memory/8' }] } as const;
    const error = await rejectionOf(through(stateOf(missing), loadSeries(env, {})));
    expect(error.code).to.equal('SERIES_FOLDER_UNREADABLE');
    expect(error.message).to.equal(
      'study small / series 8 / load-series: cannot list the folder of this series; check that it exists and is readable, or remove the series from the descriptions file',
    );
    expect(error.cause).to.be.an('error').with.property('message', 'ENOENT: memory/8');
  });

  it('says which file lacks the position that the direction needs', async () => {
    const error = await rejectionOf(
      loaded({ id: '1', kind: 'Axial T2', files: { '5.dcm': { set: { '00200032': undefined } } } }),
    );
    expect(error.code).to.equal('DICOM_TAG_MISSING');
    expect(error.where).to.include({ studyId: 'small', seriesId: '1', file: '5.dcm', operator: 'load-series' });
  });
});

describe('loadSeries by the rules of DICOM', () => {
  const even = (count = 5, more: DicomFixture = {}) => evenSeries('1', 'Sagittal T2/STIR', { count, ...more }).files;
  const sagittal = (files: SmallSeries['files']): SmallSeries => ({ id: '1', kind: 'Sagittal T2/STIR', files });
  const fixture = (files: SmallSeries['files'], name: string): DicomFixture => {
    const file = files[name];
    if (file === undefined || file instanceof Uint8Array) throw new Error(`no fixture ${name}`);
    return file;
  };
  const codes = async (...given: readonly SmallSeries[]) =>
    (await stateFrom('dicom', ...given)).warnings.map(({ code }) => code);

  it('orders slices by where they lie, whatever their names are, and keeps the numbers in the names', async () => {
    const files = even(3);
    const renamed = { '40.dcm': files['1.dcm']!, '7.dcm': files['2.dcm']!, '12.dcm': files['3.dcm']! };
    const [series] = await loadedBy('dicom', sagittal(renamed));
    expect(namesOf(series!.orderedFiles)).to.deep.equal(['40.dcm', '7.dcm', '12.dcm']);
    expect(series?.orderedFiles.map(({ instanceNumber }) => instanceNumber)).to.deep.equal([40, 7, 12]);
    expect(series?.files).to.equal(series?.orderedFiles);
  });

  it('measures the spacing, and says so where the attribute says another', async () => {
    const [silent] = await loadedBy('dicom', sagittal(even(4, { set: { '00180088': undefined } })));
    expect(silent?.spacingBetweenSlicesMm).to.equal(4);
    const wrong = sagittal(even(4, { spacingBetweenSlicesMm: 0.4 }));
    expect((await loadedBy('dicom', wrong))[0]?.spacingBetweenSlicesMm).to.equal(4);
    expect(await codes(wrong)).to.deep.equal(['SPACING_CORRECTED']);
    expect(await codes(sagittal(even(4)))).to.deep.equal([]);
  });

  it('turns slices that are stored in another orientation, and keeps the headers of the others', async () => {
    const mirrored = even(3, { orientation: [0, -1, 0, 0, 0, -1] });
    const state = await stateFrom('dicom', sagittal(mirrored));
    const [series] = entryOf(state, 'series');
    const header = await entryOf(state, 'slices').header(series!.files[0]!, '1');
    expect(header.rowDirection).to.deep.equal({ x: 0, y: 1, z: 0 });
    expect(state.warnings.map(({ code }) => code)).to.deep.equal(['ORIENTATION_STANDARDISED']);
  });

  it('leaves a slice of another plane out, and says so', async () => {
    const files = { ...even(4), '9.dcm': { orientation: [1, 0, 0, 0, 1, 0], position: [0, 0, 0] as const } };
    const [series] = await loadedBy('dicom', sagittal(files));
    expect(namesOf(series!.files)).to.deep.equal(['1.dcm', '2.dcm', '3.dcm', '4.dcm']);
    expect(await codes(sagittal(files))).to.deep.equal(['SERIES_SPLIT']);
  });

  it('counts copies of a slice once, and refuses files of one SOPInstanceUID that differ', async () => {
    const withUid = (uid: string, more: DicomFixture): DicomFixture => ({ ...more, set: { '00080018': ['UI', uid] } });
    const files = even(3);
    const one = withUid('1.2.3', fixture(files, '2.dcm'));
    const copied = sagittal({ ...files, '2.dcm': one, 'copy.dcm': one });
    expect((await loadedBy('dicom', copied))[0]?.files).to.have.length(3);
    expect(await codes(copied)).to.deep.equal(['COPIES_IGNORED']);
    const other = { ...one, pixels: Array.from({ length: 30 }, (_, index) => 99 - index) };
    const error = await rejectionOf(loadedBy('dicom', sagittal({ ...files, '2.dcm': one, 'copy.dcm': other })));
    expect(error.code).to.equal('COPIES_DIFFER');
    expect(error.message).to.match(/two files share the SOPInstanceUID of 2\.dcm but differ/);
  });

  it('takes another compression or byte order of the same pixels for a copy', async () => {
    const files = even(3);
    const one: DicomFixture = { ...fixture(files, '2.dcm'), set: { '00080018': ['UI', '1.2.3'] } };
    const copied = sagittal({ ...files, '2.dcm': one, 'copy.dcm': { ...one, syntax: 'rle' } });
    expect(await codes(copied)).to.deep.equal(['COPIES_IGNORED']);
  });

  it('says where slices are missing', async () => {
    const { '3.dcm': _, ...rest } = even(6);
    const { warnings } = await stateFrom('dicom', sagittal(rest));
    expect(warnings).to.deep.equal([
      {
        code: 'SLICE_GAP',
        seriesId: '1',
        message:
          'slices are missing: a gap of 8 mm between instances 2 and 4, expected 4 mm; send the missing slices and grade the study again',
      },
    ]);
  });

  it('keeps one of two slices at one position with a warning, and refuses a series where that is the rule', async () => {
    const files = even(5);
    const again = { ...files, '6.dcm': fixture(files, '3.dcm') };
    expect(await codes(sagittal(again))).to.deep.equal(['SLICES_AT_ONE_POSITION']);
    const doubled = Object.fromEntries(
      Object.entries(files).flatMap(([name, file]) => [
        [name, file],
        [`1${name}`, file],
      ]),
    );
    const error = await rejectionOf(loadedBy('dicom', sagittal(doubled)));
    expect(error.code).to.equal('SERIES_POSITIONS_REPEATED');
  });

  it('leaves out slices without a position, and refuses a series where most have none', async () => {
    const files = even(4);
    const lost: DicomFixture = { ...fixture(files, '4.dcm'), set: { '00200032': undefined } };
    expect(await codes(sagittal({ ...files, '4.dcm': lost }))).to.deep.equal(['SLICES_UNPLACED']);
    const most = { '1.dcm': files['1.dcm']!, '2.dcm': lost, '3.dcm': lost };
    expect((await rejectionOf(loadedBy('dicom', sagittal(most)))).code).to.equal('SERIES_UNPLACED');
  });

  it('leaves out objects without pixels, and fails by a file that is broken', async () => {
    const report = dicomFixture({
      set: { '7FE00010': undefined, '00280010': undefined, '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.88.11'] },
    });
    expect(await codes(sagittal({ ...even(3), 'report.dcm': report }))).to.deep.equal(['FILES_NOT_IMAGES']);
    const error = await rejectionOf(loadedBy('dicom', sagittal({ ...even(3), '9.dcm': new Uint8Array(200) })));
    expect(error.code).to.equal('DICOM_NOT_DICOM');
    expect(error.where).to.include({ studyId: 'small', seriesId: '1', file: '9.dcm' });
  });

  it('refuses what cannot be read before any pixel is, of the series that are used', async () => {
    const jpegXl = { claimSyntaxUid: '1.2.840.10008.1.2.4.110' };
    const good = [evenSeries('1', 'Sagittal T1'), evenSeries('2', 'Axial T2')];
    for (const [series, code] of [
      [evenSeries('3', 'Axial T2', jpegXl), 'DICOM_TRANSFER_SYNTAX'],
      [evenSeries('3', 'Sagittal T2/STIR', jpegXl), 'DICOM_TRANSFER_SYNTAX'],
      [evenSeries('3', 'Sagittal T2/STIR', { set: { '00280002': ['US', [3]] } }), 'DICOM_PIXEL_FORMAT'],
    ] as const) {
      const error = await rejectionOf(stateFrom('dicom', ...good, series));
      expect([error.code, error.where.seriesId, error.where.file?.endsWith('.dcm')]).to.deep.equal([code, '3', true]);
    }
    const second = await loadedBy('dicom', ...good, evenSeries('3', 'Sagittal T1', jpegXl));
    expect(second.map(({ id }) => id)).to.deep.equal(['1', '2', '3']);
  });

  it('keeps the numbers of slices where a stray name is among them, and says so', async () => {
    const { files } = evenSeries('1', 'Sagittal T1', { count: 4 });
    const stray = {
      '11.dcm': files['1.dcm']!,
      '12.dcm': files['2.dcm']!,
      '13.dcm': files['3.dcm']!,
      'x.dcm': files['4.dcm']!,
    };
    for (const rules of ['dicom', 'original'] as const) {
      const state = await stateFrom(rules, { id: '1', kind: 'Sagittal T1', files: stray });
      const [series] = entryOf(state, 'series');
      expect(series!.files.map(({ name, instanceNumber }) => [name, instanceNumber])).to.deep.equal([
        ['11.dcm', 11],
        ['12.dcm', 12],
        ['13.dcm', 13],
        ['instance 14', 14],
      ]);
      expect(state.warnings.map(({ code }) => code)).to.include('SLICE_NAME_UNNUMBERED');
    }
  });

  it('refuses a study whose series are of several examinations or patients', async () => {
    const of = (id: string, set: NonNullable<DicomFixture['set']>): SmallSeries => ({
      ...evenSeries(id, 'Axial T2', { set }),
      id,
    });
    const studies = [of('1', { '0020000D': ['UI', '1.2.1'] }), of('2', { '0020000D': ['UI', '1.2.2'] })];
    expect((await rejectionOf(loadedBy('dicom', ...studies))).code).to.equal('STUDY_MIXED');
    const patients = [of('1', { '00100020': ['LO', 'A'] }), of('2', { '00100020': ['LO', 'B'] })];
    expect((await rejectionOf(loadedBy('dicom', ...patients))).code).to.equal('STUDY_OF_SEVERAL_PATIENTS');
  });

  it('notices patients that differ in name alone: refused without PatientID, and a warning with one', async () => {
    const of = (id: string, name: string, patientId: string): SmallSeries => ({
      ...evenSeries(id, 'Axial T2', { set: { '00100010': ['PN', name], '00100020': ['LO', patientId] } }),
      id,
    });
    const unnumbered = loadedBy('dicom', of('1', 'DOE^JANE', ''), of('2', 'ROE^MARY', ''));
    expect((await rejectionOf(unnumbered)).code).to.equal('STUDY_OF_SEVERAL_PATIENTS');
    expect(await codes(of('1', 'DOE^JANE', '7'), of('2', 'ROE^MARY', '7'))).to.deep.equal(['PATIENT_NAMES_DIFFER']);
    expect(await codes(of('1', 'DOE^JANE', '7'), of('2', 'Doe Jane^Mary', '7'))).to.deep.equal([]);
  });

  it('reads no header twice, and no pixels', async () => {
    const { study, env } = smallStudy([evenSeries('1', 'Sagittal T1', { count: 9 })]);
    let opened = 0;
    const readBytes: typeof env.readBytes = (path, maxBytes) => {
      opened++;
      return env.readBytes(path, maxBytes);
    };
    const state = await through(stateOf(study), loadSeries({ ...env, readBytes }, {}));
    const [series] = entryOf(state, 'series');
    await Promise.all(series!.files.map((file) => entryOf(state, 'slices').header(file, '1')));
    expect(opened).to.equal(9);
  });
});

interface GoldenSeries {
  readonly study_id: string;
  readonly series_id: string;
  readonly series_description: string;
  readonly files_natural_order: readonly string[];
  readonly files_fixed_order: readonly string[];
  readonly SpacingBetweenSlices?: number | null;
}

describeGoldens('loadSeries on the golden studies', () => {
  it('lists every series as the original does: natural order, direction, spacing', async () => {
    const { series: expected } = goldenJson<{ series: readonly GoldenSeries[] }>('studies', 'expected', 'series.json');
    const states = await Promise.all(
      (await goldenStudies()).map((study) => through(stateOf(study), loadSeries(fileEnv(), { rules: 'original' }))),
    );
    const found = states.flatMap((state) =>
      entryOf(state, 'series').map((series) => ({
        study: state.study.id,
        series: series.id,
        kind: series.kind,
        natural: namesOf(series.files),
        ordered: namesOf(series.orderedFiles),
        spacing: series.spacingBetweenSlicesMm ?? null,
      })),
    );
    const asGolden = expected.map((one) => ({
      study: one.study_id,
      series: one.series_id,
      kind: one.series_description,
      natural: one.files_natural_order,
      ordered: one.files_fixed_order,
      spacing: one.SpacingBetweenSlices ?? null,
    }));
    expect(found).to.have.deep.members(asGolden);
    expect(found).to.have.length(19);
  });
});
