import { timeLeftMs } from '../../run/time-left.ts';
import type { FoldStart, StepDone, TrainCallbacks } from '../../training/run/callbacks/events.ts';
import { rateMeter } from '../rate-meter.ts';
import { boundedSeries } from '../series.ts';
import { type SampleView, sampleView } from './sample-view.ts';
import type { EpochPoint, FoldOutcome, TrainSnapshot } from './train-snapshot.ts';

export interface TrainStateOptions {
  readonly memoryBytes: number;
  readonly rssBytes: () => number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

export interface TrainState {
  readonly callbacks: TrainCallbacks;
  readonly end: (failure: { readonly code: string; readonly reason: string } | undefined) => void;
  readonly snapshot: () => TrainSnapshot;
}

const MOST_STEPS = 300;

/** What is known of the fold that is trained now. */
interface Current {
  readonly start: FoldStart;
  readonly begunMs: number;
  readonly steps: ReturnType<typeof boundedSeries>;
  readonly epochs: EpochPoint[];
  done: number;
  last: StepDone | undefined;
  lastMs: number;
  waitShare: number | undefined;
  sample: SampleView | undefined;
}

/** State of a training, built from its callbacks. */
export const trainState = ({ memoryBytes, rssBytes, now }: TrainStateOptions): TrainState => {
  const begunMs = now();
  const folds: FoldOutcome[] = [];
  let samples = rateMeter();
  let current: Current | undefined;
  let ended: TrainSnapshot['failure'] | 'done' | undefined;
  let endedMs: number | undefined;

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
    if (current?.last === undefined || ended !== undefined) return undefined;
    const { start, last, done, lastMs, begunMs: fromMs } = current;
    const rest = Math.max(0, (start.epochs - last.epoch) * last.batches + last.batches - last.batch);
    return timeLeftMs({ done, rest, takenMs: lastMs - fromMs, sinceMs: Math.min(nowMs - lastMs, lastMs - fromMs) });
  };

  return {
    callbacks,
    end: (failure) => {
      ended ??= failure ?? 'done';
      endedMs ??= now();
    },
    snapshot: () => {
      const nowMs = endedMs ?? now();
      const { start, last } = current ?? {};
      return {
        kind: 'train',
        phase:
          ended === undefined ? (last === undefined ? 'starting' : 'running') : ended === 'done' ? 'ended' : 'failed',
        failure: ended === 'done' ? undefined : ended,
        elapsedS: (nowMs - begunMs) / 1000,
        fold: start && {
          ...{ experiment: start.experiment, fold: start.fold, engine: start.engine },
          ...{ epochs: start.epochs, studies: start.studies },
        },
        at: last && { epoch: last.epoch, batch: last.batch, batches: last.batches },
        learningRate: last?.learningRate,
        samplesPerSecond: samples.perMinute(nowMs) / 60,
        leftMs: leftMs(nowMs),
        waitShare: current?.waitShare,
        memory: { rssBytes: rssBytes(), limitBytes: memoryBytes },
        steps: current?.steps.points() ?? [],
        epochs: current?.epochs ?? [],
        folds,
        sample: current?.sample,
      };
    },
  };
};
