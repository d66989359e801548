import type { FoldStart, StepDone, TrainCallbacks } from '../training/run/events.ts';

const PLAIN_INTERVAL_MS = 10_000;
const TERMINAL_INTERVAL_MS = 250;

const duration = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${ms < 9950 ? (ms / 1000).toFixed(1) : seconds} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
};

const digits = (value: number): string => value.toPrecision(4);

/** A loss that forgets, so that single batches do not hide where it is going. */
const smoothed = () => {
  let mean: number | undefined;
  return (loss: number): number => {
    mean = mean === undefined ? loss : 0.95 * mean + 0.05 * loss;
    return mean;
  };
};

/** How long a fold still takes, at the pace since it was begun or continued. */
const timeLeft = ({ epochs }: FoldStart, startedMs: number) => {
  let steps = 0;
  return ({ epoch, batch, batches }: StepDone): string => {
    const msEach = (performance.now() - startedMs) / ++steps;
    const left = (epochs - epoch) * batches + batches - batch;
    return `, ${duration(left * msEach)} left of this fold`;
  };
};

/** Progress of a training: a line that changes on a terminal, one every ten seconds elsewhere, and one for every epoch. */
export const trainProgress = (stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>): TrainCallbacks => {
  let start: FoldStart | undefined;
  let loss = smoothed();
  let left: ReturnType<typeof timeLeft> | undefined;
  let [shownMs, samples, sinceMs] = [0, 0, performance.now()];
  const say = (line: string) => void stream.write(stream.isTTY ? `\r\u001b[K${line}\n` : `${line}\n`);
  return {
    onStart: (given) => {
      start = given;
      loss = smoothed();
      left = timeLeft(given, performance.now());
      [samples, sinceMs] = [0, performance.now()];
      const { experiment, fold, engine, epochs, studies, from, weightsTaken } = given;
      const going = from.epoch + from.batch > 0 ? `, continued after epoch ${from.epoch}, batch ${from.batch}` : '';
      const taken = weightsTaken > 0 ? `, ${weightsTaken} parameters taken over` : '';
      say(
        `${experiment} fold ${fold}: ${studies.train} studies to learn from, ${studies.validation} to validate, ${epochs} epochs on ${engine}${taken}${going}`,
      );
    },
    onStep: (done) => {
      const mean = loss(done.result.loss);
      const still = left?.(done) ?? '';
      samples += done.samples.length;
      const now = performance.now();
      if (now - shownMs < (stream.isTTY ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS)) return;
      shownMs = now;
      const rate = (1000 * samples) / (now - sinceMs);
      const text = `epoch ${done.epoch}/${start?.epochs}, batch ${done.batch}/${done.batches}, loss ${digits(mean)}, ${rate.toFixed(1)} samples/s${still}`;
      if (stream.isTTY) stream.write(`\r\u001b[K${text}`);
      else say(text);
    },
    onEpoch: ({ epoch, trainLoss, validationLoss, best, seconds, waitShare }) => {
      say(
        `epoch ${epoch}/${start?.epochs}: loss ${digits(trainLoss)}, validation ${digits(validationLoss)}${best ? ' (best)' : ''}, ${duration(seconds * 1000)}, ${(100 * waitShare).toFixed(1)} % waiting for data`,
      );
    },
    onEnd: ({ fold, reason, best }) => {
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
};
