import type { EngineRequest } from '../choose-engine.ts';
import { lossOf } from '../losses/chosen-loss.ts';
import { adamW } from '../optimisers.ts';
import type { EngineOptions } from '../train-engine.ts';
import type { FoldJob } from './fold-job.ts';

/** What an engine needs to train a fold as its experiment says. */
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

/** The engine that the experiment names, if it names one. */
export const engineRequest = ({ experiment }: Pick<FoldJob, 'experiment'>): EngineRequest => {
  const { engine, backend } = experiment.frame.training;
  return { engine, backend };
};
