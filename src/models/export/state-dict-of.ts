import type { Network } from '../nn/network.ts';
import type { ParameterSpec } from '../nn/ops.ts';
import { parametersOf } from '../nn/shapes.ts';
import type { StateDict, WeightArray } from '../weights/state-dict.ts';

const constructedArray = ({ shape, constructed }: ParameterSpec): WeightArray | undefined => {
  const data = constructed?.();
  if (data === undefined) return undefined;
  return data instanceof Float32Array ? { dtype: 'float32', shape, data } : { dtype: 'int64', shape, data };
};

/**
 * The complete state dict of a network, names in PyTorch's order: the weights, and default values of buffers that weights may omit, such as counters
 * and attention masks. A strict `load_state_dict` requires all of them. The weights must fit (`checkWeights`).
 */
export const completeStateDict = (network: Network, weights: StateDict): StateDict =>
  new Map(
    parametersOf(network).flatMap((spec): (readonly [string, WeightArray])[] => {
      const array = weights.get(spec.name) ?? constructedArray(spec);
      return array === undefined ? [] : [[spec.name, array]];
    }),
  );

/** Only entries that cannot be constructed: trained parameters and running statistics. The weights must fit (`checkWeights`). */
export const essentialStateDict = (network: Network, weights: StateDict): StateDict =>
  new Map(
    parametersOf(network)
      .filter(({ constructed }) => constructed === undefined)
      .map(({ name }) => [name, weights.get(name)!]),
  );
