import { expect } from 'chai';
import { trainProgress } from '../../../src/cli/terminal/train-progress.ts';
import type { EpochRecord, FoldStart, StepDone } from '../../../src/training/run/callbacks/events.ts';
import { fakeTerminal } from '../../support/fake-terminal.ts';

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
  it('tells of epochs, short ones in tenths of a second', () => {
    const { stream, lines } = fakeTerminal(80, false);
    const { callbacks } = trainProgress(stream);
    callbacks.onStart!(START);
    callbacks.onEpoch!(over(1));
    expect(lines).to.eql([
      'mine fold 1: 4 studies to learn from, 2 to validate, 3 epochs on toy',
      'epoch 1/3: loss 0.5000, validation 0.2500 (best), 0.8 s, 50.0 % waiting for data',
      '',
    ]);
  });

  it('counts one study, one epoch and one parameter in the singular', () => {
    const { stream, lines } = fakeTerminal(80, false);
    trainProgress(stream).callbacks.onStart!({
      ...START,
      epochs: 1,
      studies: { train: 1, validation: 1 },
      weightsTaken: 1,
    });
    expect(lines[0]).to.equal(
      'mine fold 1: 1 study to learn from, 1 to validate, 1 epoch on toy, 1 parameter taken over',
    );
  });

  it('says from the first step on how long the fold takes', () => {
    const { stream, lines } = fakeTerminal(120);
    const { callbacks, close } = trainProgress(stream);
    callbacks.onStart!({ ...START, from: { epoch: 1, batch: 2 } });
    callbacks.onStep!(step(2, 3));
    stream.write('other\n'); // brings the status up to date
    const status = lines.at(-1);
    close();
    // 8 of 15 batches are done, so 13 of 24 characters; the text and the rate come after
    expect(status).to.match(
      /={13}-{11} fold 1, epoch 2\/3, batch 3\/5, loss 0\.5000, [\d.]+ s left, [\d.]+ samples\/s$/,
    );
  });
});
