import { checkWeights } from '../models/nn/check-weights.ts';
import type { Shape } from '../models/nn/dim.ts';
import type { Loss, UpdateRule } from '../models/nn/gradient/update-rule.ts';
import type { Network } from '../models/nn/network.ts';
import type { ParameterSpec } from '../models/nn/ops.ts';
import { summaryOf } from '../models/nn/shapes.ts';
import { optionUnfit } from './errors.ts';
import { trainedBy } from './frozen-parameters.ts';
import type { EngineOptions } from './train-engine.ts';

/** A validated training configuration: the same on every engine. */
export interface TrainingPlan {
  readonly network: Network;
  readonly loss: Loss;
  readonly rule: UpdateRule;
  readonly seed: string;
  /** Micro-batch size. */
  readonly microBatch: number;
  readonly clipNorm: number | undefined;
  readonly averageDecay: number | undefined;
  /** Whether a parameter is trained. */
  readonly trains: (spec: Pick<ParameterSpec, 'name'>) => boolean;
  /** In network order. */
  readonly trained: readonly ParameterSpec[];
  /** The shape of the output, with a free batch size. */
  readonly output: Shape;
  /** The shape of targets, with a free batch size. */
  readonly target: Shape;
}

/** Refuses numbers that make training impossible. */
const checkOptions = ({ microBatch, clipNorm, averageDecay }: EngineOptions): void => {
  if (microBatch !== undefined && !(Number.isInteger(microBatch) && microBatch > 0))
    throw optionUnfit('microBatch', microBatch, 'an integer, at least 1');
  if (clipNorm !== undefined && !(clipNorm > 0)) throw optionUnfit('clipNorm', clipNorm, 'a number above 0');
  if (averageDecay !== undefined && !(averageDecay >= 0 && averageDecay < 1))
    throw optionUnfit('averageDecay', averageDecay, 'a number from 0 to below 1');
};

export const checkLearningRate = (learningRate: number): void => {
  if (!(Number.isFinite(learningRate) && learningRate >= 0))
    throw optionUnfit('learningRate', learningRate, 'a finite number from 0');
};

/**
 * @throws SpineError if the weights do not match the network, numbers are out of range, or no parameter is left to
 * train
 */
export const trainingPlan = (options: EngineOptions): TrainingPlan => {
  const { network, loss, optimiser, seed, microBatch = Number.POSITIVE_INFINITY, clipNorm, averageDecay } = options;
  checkOptions(options);
  checkWeights(network, options.weights);
  const { parameters, outputs } = summaryOf(network);
  const trains = trainedBy(parameters, options.freeze ?? []);
  return {
    ...{ network, loss, rule: optimiser, seed, microBatch, clipNorm, averageDecay, trains },
    trained: parameters.filter((spec) => spec.role === 'parameter' && trains(spec)),
    output: outputs[0]!.shape,
    target: loss.targetShape(outputs[0]!.shape),
  };
};
