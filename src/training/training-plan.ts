import { checkWeights } from '../models/nn/check-weights.ts';
import type { Shape } from '../models/nn/dim.ts';
import type { Loss, UpdateRule } from '../models/nn/gradient/update-rule.ts';
import type { Network } from '../models/nn/network.ts';
import type { ParameterSpec } from '../models/nn/ops.ts';
import { summaryOf } from '../models/nn/shapes.ts';
import { checkOptions } from './check-options.ts';
import { trainedBy } from './frozen-parameters.ts';
import type { EngineOptions } from './train-engine.ts';

/** What is to be trained and how, checked: the same on every engine. */
export interface TrainingPlan {
  readonly network: Network;
  readonly loss: Loss;
  readonly rule: UpdateRule;
  readonly seed: string;
  /** Samples that go through together. */
  readonly microBatch: number;
  readonly clipNorm: number | undefined;
  readonly averageDecay: number | undefined;
  /** All of the network, in its order. */
  readonly parameters: readonly ParameterSpec[];
  /** Whether a parameter is not frozen. */
  readonly trains: (spec: Pick<ParameterSpec, 'name'>) => boolean;
  /** In the network's order. */
  readonly trained: readonly ParameterSpec[];
  /** The shape of the output, for a free batch. */
  readonly output: Shape;
  /** The shape of targets, for a free batch. */
  readonly target: Shape;
}

/** @throws SpineError when the weights do not fit the network, numbers are out of range, or nothing is left to train */
export const trainingPlan = (options: EngineOptions): TrainingPlan => {
  const { network, loss, optimiser, seed, microBatch = Number.POSITIVE_INFINITY, clipNorm, averageDecay } = options;
  checkOptions(options);
  checkWeights(network, options.weights);
  const { parameters, outputs } = summaryOf(network);
  const trains = trainedBy(parameters, options.freeze ?? []);
  return {
    ...{ network, loss, rule: optimiser, seed, microBatch, clipNorm, averageDecay, parameters, trains },
    trained: parameters.filter((spec) => spec.role === 'parameter' && trains(spec)),
    output: outputs[0]!.shape,
    target: loss.targetShape(outputs[0]!.shape),
  };
};
