import type { FoldEnd } from './callbacks/events.ts';
import { BEGINNING, type Progress } from './checkpoint.ts';
import { engineOptions, engineRequest } from './engine-options.ts';
import type { FoldJob, Run, TrainEnv } from './fold-job.ts';
import { addToHistory } from './run-record.ts';
import { trainedEpoch } from './train-epoch.ts';

/**
 * Trains a fold: validates each epoch and saves its weights as the last ones and, if the validation loss is the lowest
 * so far, as the best ones. If killed at any time and resumed from its checkpoint, it ends with the same weights.
 * @throws TRAINING_DIVERGED and other errors of a step, with the samples of its batch; the last checkpoint stays
 */
export const trainFold = async (job: FoldJob, env: TrainEnv): Promise<FoldEnd> => {
  const { experiment, fold, epochs, studies, start, checkpoint } = job;
  const engine = await env.startEngine(engineOptions(job), engineRequest(job));
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

/** Early stopping: whether the best epoch is too long ago. */
const isEarlyEnough = ({ job }: Run, { epoch, batch, best }: Progress): boolean => {
  const { earlyStop } = job.experiment.frame.training;
  return earlyStop !== undefined && best !== undefined && batch === 0 && epoch - best.epoch >= earlyStop.patience;
};
