import type { Network } from '../../src/models/nn/network.ts';
import type { ParameterSpec } from '../../src/models/nn/ops.ts';
import { parametersOf } from '../../src/models/nn/shapes.ts';
import { parameterFill } from '../../src/models/weights/fill.ts';
import type { StateDict, WeightArray } from '../../src/models/weights/state-dict.ts';

const valuesOf = ({ name, shape, constructed }: ParameterSpec): WeightArray => {
  const data = constructed?.() ?? parameterFill(name, shape);
  return data instanceof Float32Array ? { dtype: 'float32', shape, data } : { dtype: 'int64', shape, data };
};

/** Dummy weights for a network: values are derived from parameter names, buffers are as constructed. */
export const filledWeights = (network: Network): StateDict =>
  new Map(parametersOf(network).map((spec) => [spec.name, valuesOf(spec)]));
