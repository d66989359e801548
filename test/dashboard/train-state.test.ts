import { expect } from 'chai';
import { trainState } from '../../src/dashboard/train/train-state.ts';
import type { StepDone } from '../../src/training/run/callbacks/events.ts';

/** A state with a clock to turn, of a fold of four epochs with ten batches each. */
const watched = () => {
  let nowMs = 0;
  const state = trainState({ memoryBytes: 1000, rssBytes: () => 500, now: () => nowMs });
  const step = (epoch: number, batch: number, loss: number): StepDone => ({
    ...{ fold: 1, epoch, batch, batches: 10, step: 10 * (epoch - 1) + batch, samples: ['a', 'b'], learningRate: 0.1 },
    result: { loss, gradientNorm: 1, gradientNorms: new Map() },
  });
  const start = () =>
    state.callbacks.onStart?.({
      ...{ experiment: 'x', fold: 1, engine: 'onnx', epochs: 4, weightsTaken: 0 },
      ...{ studies: { train: 20, validation: 5 }, from: { epoch: 0, batch: 0 } },
    });
  const epoch = (number: number) =>
    state.callbacks.onEpoch?.({
      ...{ fold: 1, epoch: number, step: 10 * number, learningRate: 0.1, trainLoss: 2, validationLoss: 3, best: true },
      ...{ seconds: 1, samplesPerSecond: 20, waitShare: 0.25, engine: 'onnx' },
    });
  const at = (ms: number) => {
    nowMs = ms;
  };
  return { state, start, step, epoch, at };
};

describe('trainState', () => {
  it('starts, and knows no time left before its first step', async () => {
    const { state, start } = watched();
    expect(state.snapshot()).to.include({ kind: 'train', phase: 'starting', fold: undefined, leftMs: undefined });
    await start();
    expect(state.snapshot().fold).to.deep.include({ experiment: 'x', fold: 1, epochs: 4 });
  });

  it('tells where it is, how fast, and how long the fold takes at that pace', async () => {
    const { state, start, step, at } = watched();
    await start();
    for (let batch = 1; batch <= 10; batch++) {
      at(1000 * batch);
      await state.callbacks.onStep?.(step(1, batch, 5));
    }
    const { phase, at: place, leftMs, samplesPerSecond, steps } = state.snapshot();
    expect([phase, place]).to.deep.equal(['running', { epoch: 1, batch: 10, batches: 10 }]);
    expect(leftMs).to.equal(30_000);
    expect(samplesPerSecond).to.be.closeTo(2, 0.3);
    expect(steps[0]).to.deep.equal([0.1, 5]);
    at(12_000);
    expect(state.snapshot().leftMs).to.equal(28_000);
  });

  it('keeps the epochs of a fold, and the ends of all folds', async () => {
    const { state, start, epoch } = watched();
    await start();
    await epoch(1);
    await epoch(2);
    await state.callbacks.onEnd?.({ fold: 1, reason: 'epochs', best: { epoch: 2, loss: 3 } });
    const { epochs, folds, waitShare } = state.snapshot();
    expect(epochs.map((one) => [one.epoch, one.trainLoss, one.validationLoss])).to.deep.equal([
      [1, 2, 3],
      [2, 2, 3],
    ]);
    expect(waitShare).to.equal(0.25);
    expect(folds).to.deep.equal([{ experiment: 'x', fold: 1, reason: 'epochs', best: { epoch: 2, loss: 3 } }]);
    await start();
    expect(state.snapshot()).to.deep.include({ epochs: [], folds, steps: [] }); // curves are those of a fold
  });

  it('fails with its reason, and ends once', async () => {
    const { state } = watched();
    state.end({ code: 'TRAINING_DIVERGED', reason: 'no' });
    state.end(undefined);
    expect(state.snapshot()).to.deep.include({ phase: 'failed', failure: { code: 'TRAINING_DIVERGED', reason: 'no' } });
  });
});
