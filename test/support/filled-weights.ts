import type { Network } from '../../src/models/nn/network.ts';
import type { ParameterSpec } from '../../src/models/nn/ops.ts';
import { parametersOf } from '../../src/models/nn/shapes.ts';
import { toWeightArray } from '../../src/models/weights/element-types.ts';
import { parameterFill } from '../../src/models/weights/fill.ts';
import type { StateDict, WeightArray } from '../../src/models/weights/state-dict.ts';

const valuesOf = ({ name, shape, constructed }: ParameterSpec): WeightArray =>
  toWeightArray(shape, constructed?.() ?? parameterFill(name, shape));

/** Dummy weights for a network: values are derived from parameter names, buffers are as constructed. */
export const filledWeights = (network: Network): StateDict =>
  new Map(parametersOf(network).map((spec) => [spec.name, valuesOf(spec)]));
