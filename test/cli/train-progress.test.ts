import { expect } from 'chai';
import { trainProgress } from '../../src/cli/train-progress.ts';
import type { EpochRecord, FoldStart, StepDone } from '../../src/training/run/events.ts';

const START: FoldStart = {
  experiment: 'mine',
  fold: 1,
  engine: 'toy',
  epochs: 3,
  studies: { train: 4, validation: 2 },
  from: { epoch: 0, batch: 0 },
  batches: undefined,
  weightsTaken: 0,
};

const step = (epoch: number, batch: number): StepDone => ({
  ...{ fold: 1, epoch, batch, step: 5 * (epoch - 1) + batch, samples: ['a', 'b'], learningRate: 0.1 },
  result: { loss: 0.5, gradientNorm: 1, gradientNorms: new Map() },
});

const over = (epoch: number): EpochRecord => ({
  ...{ fold: 1, epoch, step: 5 * epoch, learningRate: 0.1, trainLoss: 0.5, validationLoss: 0.25, best: true },
  ...{ seconds: 0.75, samplesPerSecond: 10, waitShare: 0.5, engine: 'toy' },
});

describe('trainProgress', () => {
  const progress = (isTTY = false) => {
    const lines: string[] = [];
    return { lines, callbacks: trainProgress({ isTTY, write: (text) => lines.push(String(text)) > 0 }) };
  };

  it('tells of epochs, short ones in tenths of a second', () => {
    const { lines, callbacks } = progress();
    callbacks.onStart!(START);
    callbacks.onEpoch!(over(1));
    expect(lines).to.eql([
      'mine fold 1: 4 studies to learn from, 2 to validate, 3 epochs on toy\n',
      'epoch 1/3: loss 0.5000, validation 0.2500 (best), 0.8 s, 50.0 % waiting for data\n',
    ]);
  });

  it('does not say how long the fold takes before the batches of an epoch are known', () => {
    const { lines, callbacks } = progress(true);
    callbacks.onStart!(START);
    callbacks.onStep!(step(1, 1));
    expect(lines[1]).to.match(/epoch 1\/3, batch 1, loss 0\.5000, [\d.]+ samples\/s$/);
  });

  for (const [title, given] of [
    ['within an epoch', { from: { epoch: 1, batch: 2 }, batches: 5 }],
    ['after its last step, with the validation still to do', { from: { epoch: 0, batch: 5 } }],
  ] as const)
    it(`knows it of a training that was continued ${title}`, () => {
      const { lines, callbacks } = progress(true);
      callbacks.onStart!({ ...START, ...given });
      if (given.from.epoch === 0) callbacks.onEpoch!(over(1));
      const until = performance.now() + 20;
      while (performance.now() < until); // a step of 20 ms
      callbacks.onStep!(step(2, 3));
      const left = Number(/([\d.]+) s left of this fold$/.exec(lines.at(-1)!)![1]);
      expect(left).to.be.within(0.1, 0.4); // 2 batches of this epoch and 5 of the last one
    });
});
