import { timeLeftMs } from '../../run/time-left.ts';
import type { EpochRecord, FoldEnd, FoldStart, StepDone, TrainCallbacks } from '../../training/run/callbacks/events.ts';
import { lifecycle, type Watched } from '../lifecycle.ts';
import { rateMeter } from '../rate-meter.ts';
import { boundedSeries } from '../series.ts';
import { type SampleView, sampleView } from './sample-view.ts';

const MOST_STEPS = 300;

/** What is known of the fold that is trained now. */
interface Current {
  readonly start: FoldStart;
  readonly begunMs: number;
  readonly steps: ReturnType<typeof boundedSeries>;
  readonly epochs: Omit<EpochRecord, 'fold' | 'step' | 'waitShare' | 'engine'>[];
  done: number;
  last: StepDone | undefined;
  lastMs: number;
  waitShare: number | undefined;
  sample: SampleView | undefined;
}

/** State of a training, built from its callbacks. */
export const trainState = ({ memoryBytes, rssBytes, now }: Watched) => {
  const { begunMs, ...life } = lifecycle({ now });
  const folds: (FoldEnd & Pick<FoldStart, 'experiment'>)[] = [];
  let samples = rateMeter();
  let current: Current | undefined;

  const callbacks: TrainCallbacks = {
    onStart: (start) => {
      samples = rateMeter();
      const steps = boundedSeries(MOST_STEPS);
      current = {
        ...{ start, begunMs: now(), steps, epochs: [], done: 0, lastMs: now() },
        ...{ last: undefined, waitShare: undefined, sample: undefined },
      };
    },
    onStep: (step) => {
      if (current === undefined) return;
      const nowMs = now();
      const each = (nowMs - current.lastMs) / Math.max(1, step.samples.length);
      for (const _ of step.samples) samples.add(nowMs, each);
      current.steps.add(step.epoch - 1 + step.batch / Math.max(step.batch, step.batches), step.result.loss);
      current.done++;
      current.last = step;
      current.lastMs = nowMs;
    },
    onSample: async (sample) => {
      const view = await sampleView(sample);
      if (current !== undefined) current.sample = view;
    },
    onEpoch: ({ fold: _, step, waitShare, engine, ...epoch }) => {
      current?.epochs.push(epoch);
      if (current !== undefined) current.waitShare = waitShare;
    },
    onEnd: ({ fold, reason, best }) => {
      folds.push({ experiment: current?.start.experiment ?? '', fold, reason, best });
    },
  };

  /** Of the fold: its steps at the pace so far, with the validations between them. */
  const leftMs = (nowMs: number): number | undefined => {
    if (current?.last === undefined || life.isOver()) return undefined;
    const { start, last, done, lastMs, begunMs: fromMs } = current;
    const rest = Math.max(0, (start.epochs - last.epoch) * last.batches + last.batches - last.batch);
    return timeLeftMs({ done, rest, takenMs: lastMs - fromMs, sinceMs: Math.min(nowMs - lastMs, lastMs - fromMs) });
  };

  return {
    callbacks,
    end: life.end,
    /** The state that the page shows, as it is sent. */
    snapshot: () => {
      const nowMs = life.nowMs();
      const { start, last } = current ?? {};
      return {
        kind: 'train',
        phase: life.phase(last !== undefined),
        failure: life.failure(),
        elapsedS: (nowMs - begunMs) / 1000,
        fold: start && {
          ...{ experiment: start.experiment, fold: start.fold, engine: start.engine },
          ...{ epochs: start.epochs, studies: start.studies },
        },
        /** Of the last step; `batches` is an estimate. */
        at: last && { epoch: last.epoch, batch: last.batch, batches: last.batches },
        learningRate: last?.learningRate,
        /** Over the last minute. */
        samplesPerSecond: samples.perMinute(nowMs) / 60,
        leftMs: leftMs(nowMs),
        /** Share of the last epoch's training time spent waiting for data. */
        waitShare: current?.waitShare,
        memory: { rssBytes: rssBytes(), limitBytes: memoryBytes },
        /** Loss of the steps by epochs so far, smoothed to a bounded number of points. */
        steps: current?.steps.points() ?? [],
        epochs: current?.epochs ?? [],
        folds,
        /** Of the last validation of a network of keypoints. */
        sample: current?.sample,
      };
    },
  };
};
