import { expect } from 'chai';
import { adding, entryOf } from '../../src/core/study-state.ts';
import type { Basis } from '../../src/domain/basis.ts';
import type { Doubt, LocationLogits } from '../../src/domain/results.ts';
import { ensembleAverage } from '../../src/operators/ensemble-average.ts';
import { maxAbsDiff } from '../support/goldens.ts';
import { fileEnv, stateWith, through } from '../support/operator-flow.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const CANAL = { condition: 'spinal_canal_stenosis', level: 'l3_l4' } as const;
const FORAMEN = { condition: 'left_neural_foraminal_narrowing', level: 'l1_l2' } as const;

const graded = (place: Omit<LocationLogits, 'logits'>, ...logits: readonly number[]): LocationLogits => ({
  ...place,
  logits,
});

const averaged = async (members: Readonly<Record<string, readonly LocationLogits[]>>) => {
  const additions = Object.entries(members).map(([name, logits]) => adding(`logits.${name}`, logits));
  const state = await through(
    stateWith({ id: 'small', series: [] }, ...additions),
    ensembleAverage(fileEnv(), { logits: Object.keys(members), as: 'final' }),
  );
  return { logits: entryOf(state, 'logits.final'), probabilities: entryOf(state, 'probabilities.final') };
};

describe('ensembleAverage', () => {
  it('averages logits and takes softmax last', async () => {
    const { logits, probabilities } = await averaged({
      a: [graded(CANAL, Math.log(8), 0, 0)],
      b: [graded(CANAL, 0, 0, 0)],
    });
    // the mean of log 8 and 0 is log sqrt 8; averaging probabilities would give (8/10 + 1/3) / 2
    const root = Math.sqrt(8);
    expect(maxAbsDiff(logits[0]!.logits, [Math.log(root), 0, 0])).to.be.at.most(1e-12);
    const expected = [root, 1, 1].map((value) => value / (root + 2));
    expect(maxAbsDiff(probabilities[0]!.probabilities, expected)).to.be.at.most(1e-6);
    expect(probabilities[0]).to.include(CANAL);
  });

  it('weighs several models that share the locations as one that knows all of them', async () => {
    const { logits } = await averaged({
      spinal: [graded(CANAL, 1, 2, 3)],
      foraminal: [graded(FORAMEN, 4, 5, 6)],
      global: [graded(FORAMEN, 0, 1, 0), graded(CANAL, 3, 0, 1)],
    });
    const basis = { seen: 'unknown', doubtful: false, reasons: [] };
    expect(logits).to.deep.equal([
      { ...graded(CANAL, 2, 1, 2), basis },
      { ...graded(FORAMEN, 2, 3, 3), basis },
    ]);
  });

  it('merges what its members rest on, and adds doubts about a location, without changing a number', async () => {
    const all: Basis = { seen: 'all', doubtful: false, reasons: [] };
    const none: Basis = { seen: 'none', doubtful: false, reasons: ['SERIES_MISSING'] };
    const logits = {
      a: [
        { ...graded(CANAL, 1, 2, 3), basis: all },
        { ...graded(FORAMEN, 1, 0, 0), basis: none },
      ],
      b: [
        { ...graded(CANAL, 3, 2, 1), basis: none },
        { ...graded(FORAMEN, 0, 0, 1), basis: none },
      ],
    };
    const doubts: readonly Doubt[] = [
      { ...CANAL, code: 'KEYPOINTS_IMPLAUSIBLE' },
      { ...FORAMEN, code: 'KEYPOINTS_IMPLAUSIBLE' },
      { condition: 'spinal_canal_stenosis', level: 'l1_l2', code: 'ELSEWHERE' },
    ];
    const plain = await averaged(logits);
    expect(plain.probabilities.map(({ basis }) => basis)).to.deep.equal([
      { seen: 'some', doubtful: false, reasons: ['SERIES_MISSING'] },
      none,
    ]);
    const state = stateWith(
      { id: 'small', series: [] },
      ...Object.entries(logits).map(([name, list]) => adding(`logits.${name}`, list)),
      adding('doubts.keypoints', doubts),
    );
    const after = await through(
      state,
      ensembleAverage(fileEnv(), { logits: ['a', 'b'], doubts: ['keypoints'], as: 'x' }),
    );
    const doubted = entryOf(after, 'probabilities.x');
    expect(doubted.map(({ basis }) => basis)).to.deep.equal([
      { seen: 'some', doubtful: true, reasons: ['KEYPOINTS_IMPLAUSIBLE', 'SERIES_MISSING'] },
      none,
    ]);
    expect(doubted.map(({ probabilities }) => probabilities)).to.deep.equal(
      plain.probabilities.map(({ probabilities }) => probabilities),
    );
  });

  it('puts locations into the order of the challenge: conditions outermost', async () => {
    const { logits } = await averaged({
      a: [
        graded({ condition: 'right_subarticular_stenosis', level: 'l1_l2' }, 0, 0, 0),
        graded({ condition: 'spinal_canal_stenosis', level: 'l5_s1' }, 0, 0, 0),
        graded({ condition: 'spinal_canal_stenosis', level: 'l1_l2' }, 0, 0, 0),
      ],
    });
    expect(logits.map(({ condition, level }) => `${condition} ${level}`)).to.deep.equal([
      'spinal_canal_stenosis l1_l2',
      'spinal_canal_stenosis l5_s1',
      'right_subarticular_stenosis l1_l2',
    ]);
  });

  it('refuses to average locations whose weights add up to different sums, and says these', async () => {
    const members = { spinal: [graded(CANAL, 1, 2, 3)], global: [graded(CANAL, 1, 2, 3), graded(FORAMEN, 1, 2, 3)] };
    const refused = async (weights?: Record<string, number>) => {
      const additions = Object.entries(members).map(([name, logits]) => adding(`logits.${name}`, logits));
      const average = ensembleAverage(fileEnv(), { logits: Object.keys(members), weights, as: 'final' });
      return rejectionOf(through(stateWith({ id: 'small', series: [] }, ...additions), average));
    };
    expect((await refused()).code).to.equal('COVERAGE_UNEVEN');
    expect((await refused({ spinal: 0.1, global: 0.2 })).message).to.equal(
      'study small / ensemble-average: the total weight of spinal, global at left_neural_foraminal_narrowing_l1_l2 is 0.2, expected 0.3 as elsewhere; average logits that cover every location with the same total weight',
    );
  });

  it('refuses the weight of something that it does not average', () => {
    const misspelt = () =>
      ensembleAverage(fileEnv(), { logits: ['split', 'global'], weights: { globl: 2 }, as: 'final' });
    expect(misspelt).to.throw(/globl.{1,3} is none of the logits; expected one of split, global/);
  });
});
