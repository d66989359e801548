import { expect } from 'chai';
import { loadSeries } from '../../src/operators/load-series.ts';
import { entryOf, stateOf } from '../../src/operators/study-state.ts';
import { goldenStudies } from '../support/golden-studies.ts';
import { describeGoldens, goldenJson } from '../support/goldens.ts';
import { fileEnv, through } from '../support/operator-flow.ts';
import { evenSeries, type SmallSeries, smallStudy } from '../support/study-in-memory.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const loaded = async (...given: readonly SmallSeries[]) => {
  const { study, env } = smallStudy(given);
  return entryOf(await through(stateOf(study), loadSeries(env, {})), 'series');
};

const namesOf = (files: readonly { readonly name: string }[]): readonly string[] => files.map(({ name }) => name);

describe('loadSeries', () => {
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
    const state = await through(stateOf(study), loadSeries({ ...env, readBytes }, {}));
    expect(opened.sort()).to.deep.equal(['memory/1/1.dcm', 'memory/1/9.dcm']);
    expect(entryOf(state, 'slices').filesRead()).to.deep.equal({ headers: 2, slices: 0 });
  });

  it('refuses a series folder without any .dcm file', async () => {
    const error = await rejectionOf(loaded({ id: '7', kind: 'Axial T2', files: { 'notes.txt': new Uint8Array(3) } }));
    expect(error.code).to.equal('SERIES_EMPTY');
    expect(error.message).to.equal(
      'study small / series 7 / load-series: the folder holds no .dcm file; restore its files or remove the series from the descriptions file',
    );
  });

  it('says which series cannot be listed, and keeps the cause', async () => {
    const { study, env } = smallStudy([]);
    const missing = { ...study, series: [{ id: '8', kind: 'Axial T2', folder: 'memory/8' }] } as const;
    const error = await rejectionOf(through(stateOf(missing), loadSeries(env, {})));
    expect(error.code).to.equal('SERIES_FOLDER_UNREADABLE');
    expect(error.message).to.equal(
      'study small / series 8 / load-series: the folder of this series cannot be listed; check that it exists and may be read, or remove the series from the descriptions file',
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
      (await goldenStudies()).map((study) => through(stateOf(study), loadSeries(fileEnv(), {}))),
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
