import { asSpineError } from '../../domain/spine-error.ts';
import { saveFold } from '../../models/weights/run-folder.ts';
import type { DataBatch } from '../data/batch-of.ts';
import type { Dataset } from '../data/dataset.ts';
import { samplesNone } from '../data/errors.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { crossEntropy, meanSquaredError } from '../losses.ts';
import { adamW } from '../optimisers.ts';
import type { EngineOptions, TrainEngine, TrainState } from '../train-engine.ts';
import { BEGINNING, type Checkpoint, type Progress, saveCheckpoint } from './checkpoint.ts';
import { stepFailed, validationNotFinite } from './errors.ts';
import type { EpochRecord, FoldEnd, TrainCallbacks } from './events.ts';
import { learningRateOf } from './learning-rate.ts';
import { addToHistory, studySetHash } from './run-record.ts';
import type { StartingWeights } from './starting-weights.ts';

/** One fold of an experiment, with everything that it needs. */
export interface FoldJob {
  readonly experiment: Experiment;
  /** From 1. */
  readonly fold: number;
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly studies: { readonly train: readonly string[]; readonly validation: readonly string[] };
  /** The run folder. */
  readonly folder: string;
  readonly epochs: number;
  readonly start: StartingWeights;
  /** Where it goes on. */
  readonly checkpoint: Checkpoint | undefined;
}

export interface TrainEnv {
  readonly startEngine: (options: EngineOptions) => Promise<TrainEngine>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Ends the training after the step under way, with a checkpoint. */
  readonly stop: AbortSignal;
  readonly callbacks: Required<TrainCallbacks>;
  /** Within an epoch, a checkpoint is made when the last one is so old. */
  readonly checkpointEveryMs: number;
}

interface Run {
  readonly job: FoldJob;
  readonly env: TrainEnv;
  readonly engine: TrainEngine;
}

/**
 * Trains a fold: epochs of steps, each epoch validated, its weights kept as the last ones and, if the validation loss is the smallest
 * so far, as the best ones. Killed at any time and continued from its checkpoint, it ends with the same weights.
 * @throws TRAINING_DIVERGED and whatever else stops a step, with the samples of its batch; the last checkpoint stays
 */
export const trainFold = async (job: FoldJob, env: TrainEnv): Promise<FoldEnd> => {
  const { experiment, fold, epochs, studies, start, checkpoint } = job;
  const engine = await env.startEngine(engineOptions(job));
  try {
    if (checkpoint !== undefined) await engine.load(checkpoint.state);
    const { epoch, batch, record } = checkpoint?.progress ?? BEGINNING;
    if (record !== undefined) await addToHistory(job.folder, record);
    await env.callbacks.onStart({
      experiment: experiment.name,
      fold,
      engine: engine.name,
      epochs,
      studies: { train: studies.train.length, validation: studies.validation.length },
      from: { epoch, batch },
      weightsTaken: start.taken.length,
    });
    const end = await trainedEpochs({ job, env, engine });
    await env.callbacks.onEnd(end);
    return end;
  } finally {
    await engine.close();
  }
};

const engineOptions = ({ experiment, fold, start }: FoldJob): EngineOptions => {
  const { training } = experiment.frame;
  const { betas, eps, weightDecay, microBatch, clipNorm, averageDecay, freeze, seed } = training;
  return {
    network: experiment.architecture,
    weights: start.weights,
    loss: experiment.architecture.config.kind === 'keypoints' ? meanSquaredError : crossEntropy,
    optimiser: adamW({ betas, eps, weightDecay }),
    seed: `${seed}/${fold}`,
    freeze,
    ...(microBatch !== undefined && { microBatch }),
    ...(clipNorm !== undefined && { clipNorm }),
    ...(averageDecay !== undefined && { averageDecay }),
  };
};

const trainedEpochs = async (run: Run): Promise<FoldEnd> => {
  const { job } = run;
  let progress = job.checkpoint?.progress ?? BEGINNING;
  while (progress.epoch < job.epochs) {
    if (isEarlyEnough(run, progress)) return endOf(run, progress, 'early-stop');
    const next = await trainedEpoch(run, progress);
    progress = next.progress;
    if (next.stopped) return endOf(run, progress, 'asked');
  }
  return endOf(run, progress, 'epochs');
};

const endOf = ({ job }: Run, { best }: Progress, reason: FoldEnd['reason']): FoldEnd => ({
  fold: job.fold,
  reason,
  best,
});

/** Whether the best epoch lies so far back that there is no use in going on. */
const isEarlyEnough = ({ job }: Run, { epoch, batch, best }: Progress): boolean => {
  const { earlyStop } = job.experiment.frame.training;
  return earlyStop !== undefined && best !== undefined && batch === 0 && epoch - best.epoch >= earlyStop.patience;
};

interface Outcome {
  readonly progress: Progress;
  readonly stopped: boolean;
}

const trainedEpoch = async (run: Run, before: Progress): Promise<Outcome> => {
  const { job, env, engine } = run;
  const startedMs = env.now();
  const steps = await trainedSteps(run, before);
  if (steps.stopped) return steps;
  const trainedMs = env.now();
  const validationLoss = await validatedLoss(run);
  if (validationLoss === undefined) {
    await savePlace(run, steps.progress);
    return { progress: steps.progress, stopped: true };
  }
  if (!Number.isFinite(validationLoss)) throw validationNotFinite(before.epoch + 1, validationLoss);
  const state = await engine.state();
  const record: EpochRecord = {
    fold: job.fold,
    epoch: before.epoch + 1,
    step: steps.progress.step,
    learningRate: learningRateOf(job.experiment.frame.training, before.epoch),
    trainLoss: steps.progress.lossSum / steps.progress.batch,
    validationLoss,
    best: validationLoss < (before.best?.loss ?? Number.POSITIVE_INFINITY),
    seconds: (env.now() - startedMs) / 1000,
    samplesPerSecond: (1000 * steps.samples) / Math.max(1, trainedMs - startedMs),
    waitShare: steps.waitedMs / Math.max(1, trainedMs - startedMs),
  };
  const best = record.best ? { epoch: record.epoch, loss: validationLoss } : before.best;
  const progress: Progress = { epoch: record.epoch, batch: 0, step: record.step, lossSum: 0, best, record };
  await saveEpoch(run, { state, record, progress });
  await env.callbacks.onEpoch(record);
  return { progress, stopped: false };
};

/** The weights first, then the checkpoint that counts on them, then the line that tells of it. */
const saveEpoch = async (
  { job }: Run,
  { state, record, progress }: { state: TrainState; record: EpochRecord; progress: Progress },
): Promise<void> => {
  const { folder, fold, studies } = job;
  const metadata = {
    format: 'pt',
    epoch: String(record.epoch),
    validation_loss: String(record.validationLoss),
    train_studies_sha256: studySetHash(studies.train),
    validation_studies_sha256: studySetHash(studies.validation),
  };
  const weights = state.averaged ?? state.weights;
  if (record.best) await saveFold(folder, { fold, which: 'best', weights, metadata });
  await saveFold(folder, { fold, which: 'last', weights, metadata });
  await saveCheckpoint(folder, fold, { state, progress });
  await addToHistory(folder, record);
};

/** A checkpoint within an epoch. */
const savePlace = async ({ job, engine }: Run, progress: Progress): Promise<void> =>
  saveCheckpoint(job.folder, job.fold, { state: await engine.state(), progress });

interface Steps extends Outcome {
  readonly samples: number;
  readonly waitedMs: number;
}

const trainedSteps = async (run: Run, before: Progress): Promise<Steps> => {
  const { job, env } = run;
  const batches = job.train.training({ epoch: before.epoch, skip: before.batch });
  let [progress, samples, waitedMs, savedMs] = [before, 0, 0, env.now()];
  try {
    for (;;) {
      const askedMs = env.now();
      const { done, value: batch } = await batches.next();
      waitedMs += env.now() - askedMs;
      if (done === true) break;
      progress = await afterStep(run, batch, progress);
      samples += batch.samples.length;
      if (env.stop.aborted || env.now() - savedMs >= env.checkpointEveryMs) {
        await savePlace(run, progress);
        savedMs = env.now();
      }
      if (env.stop.aborted) return { progress, samples, waitedMs, stopped: true };
    }
  } finally {
    await batches.return(undefined);
  }
  if (progress.batch === 0) throw samplesNone('training', job.studies.train.length);
  return { progress, samples, waitedMs, stopped: false };
};

/** Takes a step and tells of it. */
const afterStep = async ({ job, env, engine }: Run, batch: DataBatch, before: Progress): Promise<Progress> => {
  const { fold, experiment } = job;
  const at = { epoch: before.epoch + 1, batch: before.batch + 1, samples: batch.samples };
  const learningRate = learningRateOf(experiment.frame.training, before.epoch);
  const result = await engine.step(batch, { learningRate }).catch((error: unknown) => {
    throw stepFailed(asSpineError(error), at);
  });
  const step = before.step + 1;
  await env.callbacks.onStep({ fold, ...at, step, result, learningRate });
  return { ...before, step, batch: at.batch, lossSum: before.lossSum + result.loss };
};

/** The mean over the batches; undefined when it was stopped. */
const validatedLoss = async ({ job, env, engine }: Run): Promise<number | undefined> => {
  const averaged = job.experiment.frame.training.averageDecay !== undefined;
  let [sum, count] = [0, 0];
  for await (const batch of job.validation.validation()) {
    if (env.stop.aborted) return undefined;
    sum += (await engine.evaluate(batch, { averaged })).loss;
    count++;
  }
  if (count === 0) throw samplesNone('validation', job.studies.validation.length);
  return sum / count;
};
