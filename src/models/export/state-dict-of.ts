import type { Network } from '../nn/network.ts';
import { parametersOf } from '../nn/shapes.ts';
import { toWeightArray } from '../weights/element-types.ts';
import type { StateDict, WeightArray } from '../weights/state-dict.ts';

/**
 * The complete state dict of a network, names in PyTorch's order: the weights, and default values of buffers that weights may omit, such as counters
 * and attention masks. A strict `load_state_dict` requires all of them. The weights must fit (`checkWeights`).
 */
export const completeStateDict = (network: Network, weights: StateDict): StateDict =>
  new Map(
    parametersOf(network).flatMap(({ name, shape, constructed }): (readonly [string, WeightArray])[] => {
      const array = weights.get(name) ?? (constructed && toWeightArray(shape, constructed()));
      return array === undefined ? [] : [[name, array]];
    }),
  );

/** Only entries that cannot be constructed: trained parameters and running statistics. The weights must fit (`checkWeights`). */
export const essentialStateDict = (network: Network, weights: StateDict): StateDict =>
  new Map(
    parametersOf(network)
      .filter(({ constructed }) => constructed === undefined)
      .map(({ name }) => [name, weights.get(name)!]),
  );
