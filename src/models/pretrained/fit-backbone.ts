import { checkWeights } from '../nn/check-weights.ts';
import { sameShape } from '../nn/dim.ts';
import type { Network } from '../nn/network.ts';
import { parametersOf } from '../nn/shapes.ts';
import { backboneWeights } from '../weights/backbone-names.ts';
import { foldColours } from '../weights/fold-colours.ts';
import { elementCount, type StateDict, type WeightArray } from '../weights/state-dict.ts';

/** A matrix where a 1 x 1 convolution is wanted is the same numbers in the same order. */
const reshaped = (array: WeightArray, shape: readonly number[]): WeightArray =>
  !sameShape(array.shape, shape) && array.shape.length === 2 && elementCount(shape) === array.data.length
    ? { ...array, shape }
    : array;

/**
 * The weights of an ImageNet classifier as they fit a backbone: names mapped, classifier dropped, the first convolution folded to the
 * channels of the network. @throws MODEL_WEIGHTS_UNFIT
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
