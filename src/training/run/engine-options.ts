import type { EngineRequest } from '../choose-engine.ts';
import { lossOf } from '../losses/chosen-loss.ts';
import { adamW } from '../optimisers.ts';
import type { EngineOptions } from '../train-engine.ts';
import type { FoldJob } from './fold-job.ts';

/** Engine options for training a fold of an experiment. */
export const engineOptions = ({ experiment, fold, start }: FoldJob): EngineOptions => {
  const { training, samples } = experiment.frame;
  const { betas, eps, weightDecay, microBatch, clipNorm, averageDecay, freeze, seed } = training;
  return {
    network: experiment.architecture,
    weights: start.weights,
    loss: lossOf(training.loss, samples.heatmaps === undefined ? 'grades' : 'heatmaps', training),
    optimiser: adamW({ betas, eps, weightDecay }),
    seed: `${seed}/${fold}`,
    freeze,
    ...(microBatch !== undefined && { microBatch }),
    ...(clipNorm !== undefined && { clipNorm }),
    ...(averageDecay !== undefined && { averageDecay }),
  };
};

/** The engine of the experiment, if it specifies one. */
export const engineRequest = ({ experiment }: Pick<FoldJob, 'experiment'>): EngineRequest => {
  const { engine, backend } = experiment.frame.training;
  return { engine, backend };
};
