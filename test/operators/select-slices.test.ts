import { expect } from 'chai';
import { adding, entryOf, type StudyState, stateOf, withAdditions } from '../../src/core/study-state.ts';
import type { Anchor, Selection } from '../../src/domain/results.ts';
import { LEVELS } from '../../src/domain/vocabulary.ts';
import { loadSeries } from '../../src/operators/load-series.ts';
import { selectSlices } from '../../src/operators/select-slices.ts';
import { goldenStudies } from '../support/golden-studies.ts';
import { describeGoldens, goldenJson } from '../support/goldens.ts';
import { fileEnv, through } from '../support/operator-flow.ts';
import { evenSeries, type SmallSeries, smallStudy } from '../support/study-in-memory.ts';
import { rejectionOf } from '../support/thrown-by.ts';

type Options = Parameters<typeof selectSlices>[1];

const LATERAL_MM: [number, number, number, number, number] = [14.9, 15.7, 16.7, 17.8, 18.9];

const filesOf = (selection: Selection | undefined): readonly string[] => selection?.files.map(({ name }) => name) ?? [];

const loadedState = (...series: readonly SmallSeries[]): Promise<StudyState> => {
  const { study, env } = smallStudy(series);
  return through(stateOf(study), loadSeries(env, {}));
};

const selected = async (state: StudyState, options: Options, anchors?: readonly Anchor[]) => {
  const given = anchors === undefined ? state : withAdditions(state, adding('instances.given', anchors));
  const after = await through(given, selectSlices(fileEnv(), options));
  return { selections: entryOf(after, 'selections.x'), warnings: after.warnings };
};

const at = (instanceNumber: number | undefined, seriesId: string | undefined = 'ax'): Anchor => ({
  site: { level: 'l4_l5' },
  seriesId,
  instanceNumber,
});

describe('selectSlices', () => {
  it('takes the middle of the first series of a kind', async () => {
    const state = await loadedState(
      evenSeries('ax', 'Axial T2', { count: 4 }),
      evenSeries('first', 'Sagittal T1', { count: 8 }),
      evenSeries('second', 'Sagittal T1', { count: 3 }),
    );
    const { selections, warnings } = await selected(state, { kind: 'Sagittal T1', slices: 3, as: 'x' });
    // (8 - 3) // 2 = 2, the third file
    expect(selections.map(filesOf)).to.deep.equal([['3.dcm', '4.dcm', '5.dcm']]);
    expect(selections[0]).to.deep.include({ site: {}, count: 3, instanceNumber: undefined });
    expect(selections[0]?.series?.id).to.equal('first');
    expect(warnings).to.deep.equal([]);
  });

  it('finds the left at positive distances and the right at negative ones', async () => {
    const state = await loadedState(evenSeries('t1', 'Sagittal T1', { count: 9 }));
    const options: Options = { kind: 'Sagittal T1', slices: 3, position: 'lateral', lateralMm: 8, as: 'x' };
    const { selections } = await selected(state, options);
    // 4 mm apart: ceil(2 + 4.5 - 1 - 1.5) = 4 and ceil(-2 + 4.5 - 1 - 1.5) = 0
    expect(selections.map(({ site }) => site.side)).to.deep.equal(['left', 'right']);
    expect(selections.map(filesOf)).to.deep.equal([
      ['5.dcm', '6.dcm', '7.dcm'],
      ['1.dcm', '2.dcm', '3.dcm'],
    ]);
  });

  it('takes one distance a level where five are given', async () => {
    const state = await loadedState(evenSeries('t1', 'Sagittal T1', { count: 21 }));
    const lateralMm: Options['lateralMm'] = [0, 4, 8, 12, 16];
    const { selections } = await selected(state, {
      kind: 'Sagittal T1',
      slices: 1,
      position: 'lateral',
      lateralMm,
      as: 'x',
    });
    const middles = (side: string) =>
      LEVELS.map((level) => filesOf(selections.find(({ site }) => site.level === level && site.side === side))[0]);
    // ceil(d / 4 + 10.5 - 1 - 0.5) = d / 4 + 9, the file after that
    expect(middles('left')).to.deep.equal(['10.dcm', '11.dcm', '12.dcm', '13.dcm', '14.dcm']);
    expect(middles('right')).to.deep.equal(['10.dcm', '9.dcm', '8.dcm', '7.dcm', '6.dcm']);
  });

  it('lets the other sagittal kind stand in, with a warning', async () => {
    const state = await loadedState(evenSeries('t2', 'Sagittal T2/STIR'));
    const { selections, warnings } = await selected(state, { kind: 'Sagittal T1', slices: 3, as: 'x' });
    expect(selections[0]?.series?.id).to.equal('t2');
    expect(warnings).to.deep.equal([
      {
        code: 'SERIES_SUBSTITUTED',
        message: 'the study has no Sagittal T1 series; its Sagittal T2/STIR series stands in',
        seriesId: 't2',
      },
    ]);
  });

  it('gives empty selections where an axial series is missing, with a warning', async () => {
    const state = await loadedState(evenSeries('t2', 'Sagittal T2/STIR'));
    const { selections, warnings } = await selected(state, { kind: 'Axial T2', slices: 3, as: 'x' });
    expect(selections).to.deep.equal([
      { site: {}, series: undefined, instanceNumber: undefined, files: [], count: 3, absent: 'SERIES_MISSING' },
    ]);
    expect(warnings).to.deep.equal([
      { code: 'SERIES_MISSING', message: 'the study has no Axial T2 series; what needs it stays zero' },
    ]);
  });

  it('says where fewer slices exist than wanted', async () => {
    const state = await loadedState(evenSeries('ax', 'Axial T2', { count: 4 }));
    const options: Options = { instances: 'given', slices: 5, position: 'instance', as: 'x' };
    const { selections, warnings } = await selected(state, options, [at(4)]);
    expect(filesOf(selections[0])).to.deep.equal(['2.dcm', '3.dcm', '4.dcm']);
    expect(warnings).to.deep.equal([
      {
        code: 'SLICES_FEWER',
        message: '3 of 5 slices exist at the chosen position; the others stay zero',
        seriesId: 'ax',
        site: { level: 'l4_l5' },
      },
    ]);
    const whole = await selected(state, { kind: 'Axial T2', slices: 5, as: 'x' });
    expect(whole.warnings[0]?.message).to.match(/^4 of 5/);
  });

  it('shifts a window that would begin before the first slice', async () => {
    const state = await loadedState(evenSeries('ax', 'Axial T2', { count: 6 }));
    const options: Options = { instances: 'given', slices: 5, position: 'instance', as: 'x' };
    const { selections, warnings } = await selected(state, options, [at(1)]);
    expect(filesOf(selections[0])).to.deep.equal(['1.dcm', '2.dcm', '3.dcm', '4.dcm', '5.dcm']);
    expect(selections[0]?.instanceNumber).to.equal(1);
    expect(warnings).to.deep.equal([]);
  });

  it('leaves the selection empty, and says nothing, where no series or no instance is named', async () => {
    const state = await loadedState(evenSeries('ax', 'Axial T2'));
    const nothing: Anchor = { site: { level: 'l5_s1' }, seriesId: undefined, instanceNumber: undefined };
    const options: Options = { instances: 'given', slices: 5, position: 'instance', as: 'x' };
    const { selections, warnings } = await selected(state, options, [nothing]);
    expect(selections).to.deep.equal([
      { site: { level: 'l5_s1' }, series: undefined, instanceNumber: undefined, files: [], count: 5 },
    ]);
    expect(warnings).to.deep.equal([]);
    const told = await selected(state, options, [{ ...nothing, absent: 'AXIAL_TOO_FAR' }]);
    expect(told.selections[0]?.absent).to.equal('AXIAL_TOO_FAR');
  });

  it('follows keypoints into the series that each of them names', async () => {
    const state = await loadedState(
      evenSeries('a', 'Sagittal T1', { count: 5 }),
      evenSeries('b', 'Sagittal T1', { count: 7 }),
    );
    const keypoint = { instanceNumber: undefined, point: { xNorm: 0.5, yNorm: 0.5 } };
    const given = withAdditions(
      state,
      adding('keypoints.given', [
        { ...keypoint, site: { level: 'l1_l2' }, seriesId: 'b' },
        { ...keypoint, site: { level: 'l2_l3' }, seriesId: 'a' },
      ]),
    );
    const { selections } = await selected(given, { keypoints: 'given', slices: 1, as: 'x' });
    expect(selections.map(({ series }) => series?.id)).to.deep.equal(['b', 'a']);
    expect(selections.map(filesOf)).to.deep.equal([['4.dcm'], ['3.dcm']]);
  });

  it('refuses an instance that the series does not have', async () => {
    const state = await loadedState(evenSeries('ax', 'Axial T2', { count: 4 }));
    const options: Options = { instances: 'given', slices: 3, position: 'instance', as: 'x' };
    const error = await rejectionOf(selected(state, options, [at(12)]));
    expect(error.code).to.equal('INSTANCE_UNKNOWN');
    expect(error.message).to.equal(
      'study small / series ax / select-slices: a keypoint or label refers to 12.dcm, which this series does not have; check the coordinates',
    );
  });

  it('refuses a series that the study does not have', async () => {
    const state = await loadedState(evenSeries('ax', 'Axial T2'));
    const options: Options = { instances: 'given', slices: 3, as: 'x' };
    const error = await rejectionOf(selected(state, options, [at(undefined, '77')]));
    expect(error.code).to.equal('SERIES_UNKNOWN');
    expect(error.message).to.equal(
      'study small / series 77 / select-slices: a keypoint or label refers to this series, which the study does not have; check the descriptions file',
    );
  });

  const invalid: readonly (readonly [string, Options, string])[] = [
    ['no source', { slices: 3, as: 'x' }, 'expected exactly one of "kind", "keypoints" and "instances", found none'],
    [
      'two sources',
      { kind: 'Axial T2', instances: 'a', slices: 3, as: 'x' },
      'expected exactly one of "kind", "keypoints" and "instances", found 2',
    ],
    [
      'a distance without "lateral"',
      { kind: 'Axial T2', slices: 3, lateralMm: 3, as: 'x' },
      '"lateralMm" means nothing without "position: lateral"',
    ],
    [
      '"lateral" without a distance',
      { kind: 'Sagittal T1', slices: 3, position: 'lateral', as: 'x' },
      '"position: lateral" needs "lateralMm", the distance from the middle',
    ],
    [
      'an instance of a kind',
      { kind: 'Axial T2', slices: 3, position: 'instance', as: 'x' },
      '"position: instance" needs "keypoints" or "instances", which name one',
    ],
  ];
  for (const [what, options, message] of invalid)
    it(`refuses ${what}`, () => {
      const { error } = selectSlices.spec.options.safeParse(options);
      expect(error?.issues.map((issue) => issue.message)).to.deep.equal([message]);
    });
});

interface GoldenSelection {
  readonly type: 'middle' | 'centered_mm' | 'filename';
  readonly slices_wanted: number;
  readonly value: number | null;
  readonly files: readonly string[];
}
interface GoldenSeries {
  readonly study_id: string;
  readonly series_id: string;
  readonly series_description: string;
  readonly selections: readonly GoldenSelection[];
}

describeGoldens('selectSlices on the golden studies', () => {
  const golden = () => goldenJson<{ series: readonly GoldenSeries[] }>('studies', 'expected', 'series.json').series;

  /** Each golden series with a study that has no other. */
  const eachSeries = async (visit: (state: StudyState, expected: GoldenSeries) => Promise<void>): Promise<void> => {
    const studies = await goldenStudies();
    for (const expected of golden()) {
      const study = studies.find(({ id }) => id === expected.study_id);
      const series = study?.series.filter(({ id }) => id === expected.series_id) ?? [];
      await visit(
        await through(stateOf({ id: expected.study_id, series }), loadSeries(fileEnv(), { rules: 'original' })),
        expected,
      );
    }
  };

  const chosenBy = async (state: StudyState, { type, slices_wanted: slices, value }: GoldenSelection) => {
    const [series] = state.study.series;
    const kind = series!.kind;
    if (type === 'middle') return filesOf((await selected(state, { kind, slices, as: 'x' })).selections[0]);
    if (type === 'filename') {
      const options: Options = { instances: 'given', slices, position: 'instance', as: 'x' };
      return filesOf((await selected(state, options, [at(value!, series!.id)])).selections[0]);
    }
    const options: Options = { kind, slices, position: 'lateral', lateralMm: Math.abs(value!), as: 'x' };
    const { selections } = await selected(state, options);
    return filesOf(selections.find(({ site }) => site.side === (value! > 0 ? 'left' : 'right')));
  };

  it('picks the same files by every rule', async () => {
    let compared = 0;
    await eachSeries(async (state, { series_id, selections }) => {
      for (const selection of selections) {
        const { type, value, slices_wanted } = selection;
        const title = `${series_id} ${type} ${value} of ${slices_wanted}`;
        expect(await chosenBy(state, selection), title).to.deep.equal(selection.files);
        compared++;
      }
    });
    expect(compared).to.be.greaterThan(200);
  });

  it('picks the same files with the lateral distances of all levels at once', async () => {
    await eachSeries(async (state, { series_id, selections: golden }) => {
      const expected = golden.filter(({ type, slices_wanted }) => type === 'centered_mm' && slices_wanted === 5);
      if (expected.length === 0) return;
      const kind = state.study.series[0]!.kind;
      const options: Options = { kind, slices: 5, position: 'lateral', lateralMm: LATERAL_MM, as: 'x' };
      const { selections } = await selected(state, options);
      for (const { value, files } of expected) {
        const level = LEVELS[LATERAL_MM.indexOf(Math.abs(value!))];
        const side = value! > 0 ? 'left' : 'right';
        const found = selections.find(({ site }) => site.level === level && site.side === side);
        expect(filesOf(found), `${series_id} ${side} ${level}`).to.deep.equal(files);
      }
    });
  });
});
