import { existsSync } from 'node:fs';
import { asSpineError } from '../../domain/spine-error.ts';
import type { DataBatch } from '../data/batch-of.ts';
import { samplesNone } from '../data/errors.ts';
import { checkpointFile, type Progress, saveCheckpoint } from './checkpoint.ts';
import { stepFailed } from './errors.ts';
import type { Outcome, Run } from './fold-job.ts';
import { learningRateOf } from './learning-rate.ts';

/** A checkpoint within an epoch. */
export const savePlace = async ({ job, engine }: Run, progress: Progress): Promise<void> =>
  saveCheckpoint(job.folder, job.fold, { state: await engine.state(), progress });

export interface Steps extends Outcome {
  readonly samples: number;
  readonly waitedMs: number;
}

/** The remaining steps of an epoch. */
export const trainedSteps = async (run: Run, before: Progress): Promise<Steps> => {
  const { job, env } = run;
  const ended = new AbortController();
  const signal = AbortSignal.any([env.stop, ended.signal]);
  const batches = job.train.training({ epoch: before.epoch, skip: before.batch, signal });
  let [progress, samples, waitedMs, savedMs] = [before, 0, 0, env.now()];
  try {
    for (;;) {
      const askedMs = env.now();
      const { done, value: batch } = await batches.next();
      waitedMs += env.now() - askedMs;
      if (done === true) break;
      progress = await afterStep(run, batch, progress);
      samples += batch.samples.length;
      if (env.stop.aborted) break;
      if (env.now() - savedMs >= env.checkpointEveryMs) {
        await savePlace(run, progress);
        savedMs = env.now();
      }
    }
  } finally {
    ended.abort();
  }
  if (env.stop.aborted) {
    if (progress !== before) await savePlace(run, progress);
    return { progress, samples, waitedMs, stopped: true };
  }
  if (progress.batch === 0) throw samplesNone('training', job.studies.train.length);
  return { progress, samples, waitedMs, stopped: false };
};

/** Takes a step and reports it. */
const afterStep = async ({ job, env, engine }: Run, batch: DataBatch, before: Progress): Promise<Progress> => {
  const { fold, experiment } = job;
  const at = { epoch: before.epoch + 1, batch: before.batch + 1, samples: batch.samples };
  const learningRate = learningRateOf(experiment.frame.training, before.epoch);
  const result = await engine.step(batch, { learningRate }).catch((error: unknown) => {
    throw stepFailed(asSpineError(error), { ...at, checkpoint: existsSync(checkpointFile(job.folder, fold)) });
  });
  const step = before.step + 1;
  const batches = Math.max(at.batch, job.train.batchesExpected());
  await env.callbacks.onStep({ fold, ...at, batches, step, result, learningRate });
  return { ...before, step, batch: at.batch, lossSum: before.lossSum + result.loss };
};
