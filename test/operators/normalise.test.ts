import { expect } from 'chai';
import { adding, entryOf, stateOf } from '../../src/core/study-state.ts';
import type { InputStack } from '../../src/domain/results.ts';
import type { StudyRef } from '../../src/domain/study.ts';
import type { SeriesKind } from '../../src/domain/vocabulary.ts';
import { resize } from '../../src/imaging/index.ts';
import { loadSeries } from '../../src/operators/load-series.ts';
import { normalise } from '../../src/operators/normalise.ts';
import { selectSlices } from '../../src/operators/select-slices.ts';
import {
  type ArrayStatistics,
  constantSlices,
  statisticsDeviation,
  subsampledSlicesLast,
} from '../support/array-statistics.ts';
import { goldenStudies, type KeypointModel, labelAnchors } from '../support/golden-studies.ts';
import { describeGoldens, goldenJson, goldenNpy, maxAbsDiff } from '../support/goldens.ts';
import { fileEnv, stateWith, through } from '../support/operator-flow.ts';
import { evenSeries, type SmallSeries, smallStudy } from '../support/study-in-memory.ts';

const FLOAT32_TOL = 1e-6;
/** Standardised values of a 12-bit image: see the goldens' README. */
const STACK_TOL = 2e-5;

/** The stacks of the middle slices of the axial series. */
const stacksOf = async (series: readonly SmallSeries[], { slices = 1, resolutionPx = 2 } = {}) => {
  const { study, env } = smallStudy(series);
  const state = await through(
    stateOf(study),
    loadSeries(env, {}),
    selectSlices(env, { kind: 'Axial T2', slices, as: 'x' }),
    normalise(env, { selections: 'x', resolutionPx, as: 'x' }),
  );
  return entryOf(state, 'stacks.x');
};

describe('normalise', () => {
  it('gives a stack mean 0 and population standard deviation 1', async () => {
    const [stack] = await stacksOf([
      evenSeries('1', 'Axial T2', { count: 1, rows: 2, columns: 2, pixels: [1, 2, 3, 6] }),
    ]);
    // mean 3, variance (4 + 1 + 0 + 9) / 4 = 3.5
    const expected = [-2, -1, 0, 3].map((value) => value / Math.sqrt(3.5));
    expect(maxAbsDiff(stack!.pixels, expected)).to.be.at.most(FLOAT32_TOL);
    expect(stack).to.deep.include({ shape: [1, 2, 2], blank: false });
  });

  it('counts the zeros of missing slices, and puts them at the end', async () => {
    const [stack] = await stacksOf(
      [evenSeries('1', 'Axial T2', { count: 1, rows: 2, columns: 2, pixels: [4, 4, 4, 4] })],
      { slices: 2 },
    );
    // four 4 and four 0: mean 2, standard deviation 2
    expect(Array.from(stack!.pixels)).to.deep.equal([1, 1, 1, 1, -1, -1, -1, -1]);
  });

  it('stretches both axes to the resolution, whatever the shape of the image', async () => {
    const pixels = Array.from({ length: 15 }, (_, index) => (index * 7) % 11);
    const [stack] = await stacksOf([evenSeries('1', 'Axial T2', { count: 1, rows: 3, columns: 5, pixels })], {
      resolutionPx: 4,
    });
    const resized = resize({ rows: 3, columns: 5, pixels }, { rows: 4, columns: 4 });
    const mean = resized.reduce((sum, value) => sum + value, 0) / 16;
    const std = Math.sqrt(resized.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 16);
    const expected = Array.from(resized, (value) => (value - mean) / std);
    expect(maxAbsDiff(stack!.pixels, expected)).to.be.at.most(FLOAT32_TOL);
  });

  it('gives a blank stack of zeros where nothing was selected', async () => {
    const [stack] = await stacksOf([evenSeries('1', 'Sagittal T1')], { slices: 3 });
    expect(stack).to.deep.include({ shape: [3, 2, 2], blank: true });
    expect(Array.from(stack!.pixels)).to.deep.equal(Array(12).fill(0));
  });

  it('stacks every place and keeps the selection that it was made of', async () => {
    const { study, env } = smallStudy([evenSeries('1', 'Sagittal T1', { count: 7 })]);
    const state = await through(
      stateOf(study),
      loadSeries(env, {}),
      selectSlices(env, { kind: 'Sagittal T1', slices: 3, position: 'lateral', lateralMm: 8, as: 'x' }),
      normalise(env, { selections: 'x', resolutionPx: 4, as: 'x' }),
    );
    const stacks = entryOf(state, 'stacks.x');
    expect(stacks.map(({ site }) => site.side)).to.deep.equal(['left', 'right']);
    expect(stacks.map(({ selection }) => selection)).to.deep.equal(entryOf(state, 'selections.x'));
  });
});

interface GoldenStack extends ArrayStatistics {
  readonly dataset: KeypointModel;
  readonly phase: 'train files' | 'test rules';
  readonly study_id: string;
  readonly side?: 'left' | 'right';
  readonly level?: string | null;
  readonly series_id: string | null;
  readonly files: readonly string[];
  readonly shape: readonly [rows: number, columns: number, slices: number];
  readonly constant_channels: readonly number[];
  readonly same_as_train_files?: boolean;
  readonly file?: string;
}

/** How each keypoint data set chooses its slices, without the source of the series. */
const CHOICES = {
  coord_sagt2: { kind: 'Sagittal T2/STIR', rule: { slices: 5 } },
  coord_sagt1: { kind: 'Sagittal T1', rule: { slices: 3, position: 'lateral', lateralMm: 16.8 } },
  coord_axi: { kind: 'Axial T2', rule: { slices: 3, position: 'instance' } },
} as const satisfies Record<KeypointModel, { kind: SeriesKind; rule: object }>;

describeGoldens('normalise on the golden studies', () => {
  const golden = goldenJson<{ items: readonly GoldenStack[] }>('studies', 'expected', 'stage1', 'manifest.json').items;

  const stacksFor = async (study: StudyRef, { dataset, phase }: Pick<GoldenStack, 'dataset' | 'phase'>) => {
    const env = fileEnv();
    const { kind, rule } = CHOICES[dataset];
    const source = phase === 'test rules' ? { kind } : { instances: 'labels' };
    const state = await through(
      stateWith(study, adding('instances.labels', labelAnchors(dataset, study.id))),
      loadSeries(env, { rules: 'original' }),
      selectSlices(env, { ...source, ...rule, as: 'x' }),
      normalise(env, { selections: 'x', as: 'x' }),
    );
    return entryOf(state, 'stacks.x');
  };

  const expectStack = (stack: InputStack, expected: GoldenStack, file: string): void => {
    const title = `${expected.dataset} ${expected.study_id} ${expected.side ?? expected.level ?? ''}`;
    expect(stack.selection.series?.id ?? null, title).to.equal(expected.series_id);
    expect(
      stack.selection.files.map(({ name }) => name),
      title,
    ).to.deep.equal(expected.files);
    const [rows, columns, slices] = expected.shape;
    expect(stack.shape, title).to.deep.equal([slices, rows, columns]);
    expect(constantSlices(stack.pixels, stack.shape), title).to.deep.equal(expected.constant_channels);
    expect(statisticsDeviation(stack.pixels, expected), title).to.be.at.most(STACK_TOL);
    const stored = goldenNpy('studies', 'expected', file).data;
    expect(maxAbsDiff(subsampledSlicesLast(stack.pixels, stack.shape, 8), stored), title).to.be.at.most(STACK_TOL);
  };

  const cases = new Set(golden.map(({ dataset, phase }) => JSON.stringify({ dataset, phase })));
  for (const text of cases) {
    const one: Pick<GoldenStack, 'dataset' | 'phase'> = JSON.parse(text);
    it(`makes the network inputs of ${one.dataset}, series by the ${one.phase}`, async () => {
      const ofCase = golden.filter(({ dataset, phase }) => dataset === one.dataset && phase === one.phase);
      for (const study of await goldenStudies()) {
        const stacks = await stacksFor(study, one);
        const expected = ofCase.filter(({ study_id }) => study_id === study.id);
        expect(stacks, study.id).to.have.length(expected.length);
        for (const item of expected) {
          const sameInTraining = golden.find(
            (other) =>
              other.phase === 'train files' &&
              other.dataset === item.dataset &&
              other.study_id === item.study_id &&
              other.side === item.side,
          );
          const stack = stacks.find(
            ({ site }) => site.side === item.side && (site.level ?? null) === (item.level ?? null),
          );
          expectStack(stack!, item, item.file ?? sameInTraining!.file!);
        }
      }
    });
  }
});
