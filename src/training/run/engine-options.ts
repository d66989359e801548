import type { EngineRequest } from '../choose-engine.ts';
import { chosenLoss } from '../losses/chosen-loss.ts';
import { adamW } from '../optimisers.ts';
import type { EngineOptions } from '../train-engine.ts';
import type { FoldJob } from './fold-job.ts';

/** Engine options for training a fold of an experiment. */
export const engineOptions = ({ experiment, fold, start }: FoldJob): EngineOptions => {
  const { training } = experiment.frame;
  const { betas, eps, weightDecay, microBatch, clipNorm, averageDecay, freeze, seed } = training;
  const { info, options } = chosenLoss(experiment.frame);
  return {
    network: experiment.architecture,
    weights: start.weights,
    loss: info.bind(options, training),
    optimiser: adamW({ betas, eps, weightDecay }),
    seed: `${seed}/${fold}`,
    ...{ freeze, microBatch, clipNorm, averageDecay },
  };
};

/** The engine of the experiment, if it specifies one. */
export const engineRequest = ({ experiment }: Pick<FoldJob, 'experiment'>): EngineRequest => {
  const { engine, backend } = experiment.frame.training;
  return { engine, backend };
};
