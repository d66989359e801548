import { join } from 'node:path';
import type { Tensor } from '../../domain/image.ts';
import { sha256OfFile } from '../../models/sha256-of-file.ts';
import { foldFile, type Which } from '../../models/weights/fold-files.ts';
import { peakDistribution, recordPeaks } from '../../models/weights/peak-record.ts';
import { saveFold } from '../../models/weights/run-folder.ts';
import { studySetHash, TRAIN_STUDIES_HASH, VALIDATION_STUDIES_HASH } from '../../models/weights/study-set-hash.ts';
import { samplesNone } from '../data/errors.ts';
import { labelledPeaks } from '../measurements/labelled-peaks.ts';
import type { TrainBatch, TrainState } from '../train-engine.ts';
import type { EpochRecord, ValidationSample } from './callbacks/events.ts';
import { type Progress, saveCheckpoint } from './checkpoint.ts';
import { validationNotFinite } from './errors.ts';
import type { Outcome, Run } from './fold-job.ts';
import { learningRateOf } from './learning-rate.ts';
import { addToHistory } from './run-record.ts';
import { savePlace, trainedSteps } from './train-steps.ts';

/** Trains an epoch, or the rest of it, validates it, and saves the result. */
export const trainedEpoch = async (run: Run, before: Progress): Promise<Outcome> => {
  const { job, env, engine } = run;
  const startedMs = env.now();
  const steps = await trainedSteps(run, before);
  if (steps.stopped) return steps;
  const trainedMs = env.now();
  const validated = await validatedOnce(run, before.epoch + 1);
  if (validated === undefined) {
    await savePlace(run, steps.progress);
    return { progress: steps.progress, stopped: true };
  }
  const { loss: validationLoss, peaks } = validated;
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
    engine: engine.name,
  };
  const best = record.best ? { epoch: record.epoch, loss: validationLoss } : before.best;
  const progress: Progress = { epoch: record.epoch, batch: 0, step: record.step, lossSum: 0, best, record };
  await saveEpoch(run, { state, record, progress, peaks });
  await env.callbacks.onEpoch(record);
  return { progress, stopped: false };
};

/** Writes the weights first, then the checkpoint that depends on them, then the history line. */
const saveEpoch = async (
  { job }: Run,
  {
    state,
    record,
    progress,
    peaks,
  }: { state: TrainState; record: EpochRecord; progress: Progress; peaks: readonly number[] },
): Promise<void> => {
  const { folder, fold, studies, seen } = job;
  const metadata = {
    format: 'pt',
    epoch: String(record.epoch),
    validation_loss: String(record.validationLoss),
    engine: record.engine,
    [TRAIN_STUDIES_HASH]: studySetHash(seen),
    [VALIDATION_STUDIES_HASH]: studySetHash(studies.validation),
  };
  const weights = state.averaged ?? state.weights;
  if (record.best) await saveFold(folder, { fold, which: 'best', weights, metadata });
  await saveFold(folder, { fold, which: 'last', weights, metadata });
  if (peaks.length > 0) await savePeaks(folder, fold, peaks, record.best ? ['best', 'last'] : ['last']);
  await saveCheckpoint(folder, fold, { state, progress });
  await addToHistory(folder, record);
};

const savePeaks = async (
  folder: string,
  fold: number,
  peaks: readonly number[],
  saved: readonly Which[],
): Promise<void> => {
  const sha256 = await sha256OfFile(join(folder, foldFile(fold, 'last'))); // both files hold the same if both were saved
  const distribution = peakDistribution(peaks, sha256);
  await recordPeaks(folder, fold, Object.fromEntries(saved.map((which) => [which, distribution])));
};

const firstOf = ({ shape, data }: Tensor): Tensor => {
  const [samples = 1, ...of] = shape;
  return { shape: of, data: data.subarray(0, data.length / samples) };
};

/** Without copying anything. */
const firstSample = (
  { inputs, target }: TrainBatch,
  output: Tensor,
  at: Pick<ValidationSample, 'fold' | 'epoch'>,
): ValidationSample => {
  const [input = target] = Object.values(inputs);
  return { ...at, input: firstOf(input), heatmaps: firstOf(output), target: firstOf(target) };
};

/** One pass over the validation studies: the mean loss of its batches, and peaks at labelled points. Undefined if stopped. */
const validatedOnce = async ({ job, env, engine }: Run, epoch: number) => {
  const averaged = job.experiment.frame.training.averageDecay !== undefined;
  const isOfKeypoints = job.experiment.architecture.config.kind === 'keypoints';
  let [sum, count] = [0, 0];
  const peaks: number[] = [];
  const signal = env.stop;
  for await (const batch of job.validation.validation({ signal })) {
    const { loss, output } = await engine.evaluate(batch, { averaged });
    if (isOfKeypoints && Number.isFinite(loss)) {
      if (count === 0) await env.callbacks.onSample(firstSample(batch, output, { fold: job.fold, epoch }));
      peaks.push(...labelledPeaks(output, batch.target));
    }
    sum += loss;
    count++;
    if (signal.aborted) break;
  }
  if (signal.aborted) return undefined;
  if (count === 0) throw samplesNone('validation', job.studies.validation.length);
  return { loss: sum / count, peaks };
};
