import { counted } from '../../domain/text/counted.ts';
import type { FoldStart, StepDone, TrainCallbacks } from '../../training/run/callbacks/events.ts';
import { duration } from './duration.ts';
import { type Pace, pace } from './pace.ts';
import { statusLine, type TerminalStream } from './status-line.ts';
import type { Status } from './status-text.ts';

const digits = (value: number): string => value.toPrecision(4);

/** Exponentially smoothed loss, so that single batches do not hide the trend. */
const smoothed = () => {
  let mean: number | undefined;
  return (loss: number): number => {
    mean = mean === undefined ? loss : 0.95 * mean + 0.05 * loss;
    return mean;
  };
};

/**
 * Shows the progress of a training: the position of each fold with its loss and time left, and a line for every epoch.
 */
export const trainProgress = (stream: TerminalStream) => {
  const { show, end } = statusLine(stream);
  const say = (line: string) => void stream.write(`${line}\n`);
  let start: FoldStart | undefined;
  let [loss, steps, samples] = [smoothed(), pace(), pace()];
  const callbacks: TrainCallbacks = {
    onStart: (given) => {
      start = given;
      [loss, steps, samples] = [smoothed(), pace(), pace()];
      say(startLine(given));
      show(() => ({ text: `fold ${given.fold}, before its first step` }));
    },
    onStep: (done) => {
      const mean = loss(done.result.loss);
      steps.did(1);
      samples.did(done.samples.length);
      show(() => statusOf(done, { mean, steps, samples, epochs: start?.epochs ?? done.epoch }));
    },
    onEpoch: ({ epoch, trainLoss, validationLoss, best, seconds, waitShare }) => {
      say(
        `epoch ${epoch}/${start?.epochs}: loss ${digits(trainLoss)}, validation ${digits(validationLoss)}${best ? ' (best)' : ''}, ${duration(seconds * 1000)}, ${(100 * waitShare).toFixed(1)} % waiting for data`,
      );
    },
    onEnd: ({ fold, reason, best }) => {
      end();
      const why = {
        epochs: 'done',
        'early-stop': 'stopped early, no better epoch',
        asked: 'stopped; continue with --resume',
      }[reason];
      say(
        `${start?.experiment} fold ${fold}: ${why}${best === undefined ? '' : `; best epoch ${best.epoch}, validation ${digits(best.loss)}`}`,
      );
    },
  };
  return { callbacks, close: end };
};

const startLine = ({ experiment, fold, engine, epochs, studies, from, weightsTaken }: FoldStart): string => {
  const going = from.epoch + from.batch > 0 ? `, continued after epoch ${from.epoch}, batch ${from.batch}` : '';
  const taken = weightsTaken > 0 ? `, ${counted(weightsTaken, 'parameter')} taken over` : '';
  return `${experiment} fold ${fold}: ${counted(studies.train, 'study')} to learn from, ${studies.validation} to validate, ${counted(epochs, 'epoch')} on ${engine}${taken}${going}`;
};

interface SoFar {
  readonly mean: number;
  readonly steps: Pace;
  readonly samples: Pace;
  readonly epochs: number;
}

const statusOf = ({ fold, epoch, batch, batches }: StepDone, { mean, steps, samples, epochs }: SoFar): Status => {
  const rest = (epochs - epoch) * batches + batches - batch;
  return {
    share: 1 - rest / (epochs * batches),
    text: `fold ${fold}, epoch ${epoch}/${epochs}, batch ${batch}/${batches}, loss ${digits(mean)}${steps.left(rest)}`,
    more: [`${samples.perSecond().toFixed(1)} samples/s`],
  };
};
