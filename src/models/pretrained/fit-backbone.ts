import { elementCount } from '../../domain/image.ts';
import { checkWeights } from '../nn/check-weights.ts';
import { sameShape } from '../nn/dim.ts';
import type { Network } from '../nn/network.ts';
import { parametersOf } from '../nn/shapes.ts';
import { backboneWeights } from '../weights/backbone-names.ts';
import { foldColours } from '../weights/fold-colours.ts';
import type { StateDict, WeightArray } from '../weights/state-dict.ts';

/** Accepts a matrix for a 1 x 1 convolution, which has the same numbers in the same order. */
const reshaped = (array: WeightArray, shape: readonly number[]): WeightArray =>
  !sameShape(array.shape, shape) && array.shape.length === 2 && elementCount(shape) === array.data.length
    ? { ...array, shape }
    : array;

/**
 * Fits the weights of an ImageNet classifier to a backbone: maps names, drops the classifier and adapts the first convolution to the network's input
 * channels.
 * @throws MODEL_WEIGHTS_UNFIT
 */
export const fitBackbone = (backbone: Network, classifier: StateDict): StateDict => {
  const specs = parametersOf(backbone);
  const shapes = new Map(specs.map(({ name, shape }) => [name, shape]));
  const first = specs.find(({ shape }) => shape.length === 4)?.name;
  const weights = [...backboneWeights(classifier)].map(([name, array]): [string, WeightArray] => {
    const shape = shapes.get(name);
    if (shape === undefined) return [name, array];
    return [name, name === first ? foldColours(array, shape[1]!) : reshaped(array, shape)];
  });
  const result = new Map(weights);
  checkWeights(backbone, result);
  return result;
};
