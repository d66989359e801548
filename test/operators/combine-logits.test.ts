import { expect } from 'chai';
import { adding, entryOf } from '../../src/core/study-state.ts';
import type { Basis } from '../../src/domain/basis.ts';
import type { LocationLogits } from '../../src/domain/results.ts';
import { CONDITIONS, LEVELS } from '../../src/domain/vocabulary.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { architectureOf } from '../../src/models/zoo/architecture.ts';
import { initialWeights } from '../../src/models/zoo/initial-weights.ts';
import { CONDITIONS_GRADED, type Level2Config } from '../../src/models/zoo/level-2.ts';
import type { RegionKind } from '../../src/models/zoo/region-kinds.ts';
import { combineLogits } from '../../src/operators/combine-logits.ts';
import { ensembleAverage } from '../../src/operators/ensemble-average.ts';
import { storeOf } from '../support/fake-models.ts';
import { maxAbsDiff } from '../support/goldens.ts';
import { fileEnv, stateWith, through } from '../support/operator-flow.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const SEEN: Basis = { seen: 'all', doubtful: false, reasons: [] };

/** Different logits at every location, not normalised. */
const logitsOf = (kind: RegionKind, start: number, basis = SEEN): readonly LocationLogits[] =>
  CONDITIONS_GRADED[kind].flatMap((condition, c) =>
    LEVELS.map((level, l) => ({
      ...{ condition, level, basis },
      logits: [0, 1, 2].map((severity) => ((start + 3 * c + 5 * l + 7 * severity) % 11) / 3 + start),
    })),
  );

const NETWORKS: Level2Config['networks'] = { split: 'global', global: 'global' };

const untrained = async (folds = 1) => {
  const architecture = architectureOf({ kind: 'level_2', networks: NETWORKS, hidden: 4 });
  const runtime = await startOnnxRuntime({ threads: 1 });
  const load = (seed: number) =>
    runtime.load({ name: `fold ${seed}`, architecture, weights: initialWeights(architecture, { seed }) });
  const members = await Promise.all(Array.from({ length: folds }, (_, fold) => load(fold)));
  return { models: storeOf({ name: 'level_2', architecture, members }), close: () => runtime.close() };
};

const state = (...basis: readonly Basis[]) =>
  stateWith(
    { id: 'small', series: [] },
    adding('logits.split', logitsOf('global', 1, basis[0])),
    adding('logits.global', logitsOf('global', 2, basis[1])),
    adding('doubts.points', [{ condition: CONDITIONS[1], level: LEVELS[2], code: 'KEYPOINTS_IMPLAUSIBLE' }]),
  );

describe('combineLogits', () => {
  it('averages until it is trained, whatever the order and the scale of the logits', async () => {
    const { models, close } = await untrained(2);
    const env = fileEnv(models);
    const after = await through(
      state(),
      combineLogits(env, { model: 'level_2', logits: ['global', 'split'], as: 'combined' }),
      ensembleAverage(env, { logits: ['split', 'global'], as: 'mean' }),
    );
    await close();
    const [combined, mean] = [entryOf(after, 'probabilities.combined'), entryOf(after, 'probabilities.mean')];
    expect(combined.map(({ condition, level }) => `${condition} ${level}`)).to.eql(
      mean.map(({ condition, level }) => `${condition} ${level}`),
    );
    for (const [index, { probabilities }] of combined.entries())
      expect(maxAbsDiff(probabilities, mean[index]!.probabilities)).to.be.below(1e-6);
    expect(entryOf(after, 'logits.combined')[0]!.folds).to.have.length(2);
  });

  it('rests on what the logits of a location rest on, with doubts about it', async () => {
    const { models, close } = await untrained();
    const none: Basis = { seen: 'none', doubtful: false, reasons: ['SERIES_MISSING'] };
    const after = await through(
      state(SEEN, none),
      combineLogits(fileEnv(models), {
        model: 'level_2',
        logits: ['split', 'global'],
        doubts: ['points'],
        as: 'final',
      }),
    );
    await close();
    const grades = entryOf(after, 'probabilities.final');
    expect(grades[0]!.basis).to.eql({ seen: 'some', doubtful: false, reasons: ['SERIES_MISSING'] });
    expect(grades.filter(({ basis }) => basis?.doubtful).map(({ condition, level }) => [condition, level])).to.eql([
      [CONDITIONS[1], LEVELS[2]],
    ]);
  });

  it('refuses other networks than it was trained on, and networks that grade less', async () => {
    const { models, close } = await untrained();
    const env = fileEnv(models);
    const others = await rejectionOf(
      through(state(), combineLogits(env, { model: 'level_2', logits: ['split'], as: 'final' })),
    );
    expect(others.reason).to.equal(
      'model "level_2" combines the logits split, global, but "logits" names split; give the logits of the same networks under the same names',
    );
    const less = stateWith(
      { id: 'small', series: [] },
      adding('logits.split', logitsOf('global', 1)),
      adding('logits.global', logitsOf('spinal', 1)),
    );
    const missing = await rejectionOf(
      through(less, combineLogits(env, { model: 'level_2', logits: ['split', 'global'], as: 'final' })),
    );
    await close();
    expect(missing.code).to.equal('LOGITS_MISSING');
    expect(missing.reason).to.match(/^"logits\.global" has nothing for left_neural_foraminal_narrowing_l1_l2/);
  });
});
