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
  weightsTaken: 0,
};

const step = (epoch: number, batch: number): StepDone => ({
  ...{ fold: 1, epoch, batch, batches: 5, step: 5 * (epoch - 1) + batch, samples: ['a', 'b'], learningRate: 0.1 },
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

  it('says from the first step on how long the fold takes', () => {
    const { lines, callbacks } = progress(true);
    callbacks.onStart!({ ...START, from: { epoch: 1, batch: 2 } });
    const until = performance.now() + 20;
    while (performance.now() < until); // a step of 20 ms
    callbacks.onStep!(step(2, 3));
    expect(lines[1]).to.match(/epoch 2\/3, batch 3\/5, loss 0\.5000, [\d.]+ samples\/s, [\d.]+ s left of this fold$/);
    const left = Number(/([\d.]+) s left/.exec(lines[1]!)![1]);
    expect(left).to.be.at.least(0.1); // 2 batches of this epoch and 5 of the last one
  });
});
