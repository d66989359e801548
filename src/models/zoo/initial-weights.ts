import { elementCount } from '../../domain/image.ts';
import type { Network } from '../nn/network.ts';
import type { ParameterSpec } from '../nn/ops.ts';
import { parametersOf } from '../nn/shapes.ts';
import { byFanIn, constant, type Start, type StartRule, xavier } from '../nn/start-rule.ts';
import { toWeightArray } from '../weights/element-types.ts';
import { seedOf, uniformAt } from '../weights/fill.ts';
import type { StateDict, WeightArray } from '../weights/state-dict.ts';

/** Initialisation of PyTorch's modules; the first matching rule counts. */
const PYTORCH_RULES: readonly StartRule[] = [
  { names: /running_mean$/, start: constant(0) },
  { names: /running_var$/, start: constant(1) },
  { names: /(weight|bias)_(ih|hh)_l\d+(_reverse)?$/, start: ([gates = 3]) => ({ bound: 1 / Math.sqrt(gates / 3) }) },
  { names: /(in_proj_bias|out_proj\.bias)$/, start: constant(0) },
  { names: /in_proj_weight$/, start: xavier },
  {
    names: /weight$/,
    start: (shape, weightShape) => (shape.length === 1 ? { constant: 1 } : byFanIn(shape, weightShape)),
  },
  {
    names: /bias$/,
    start: (shape, weightShape) => (weightShape.length === 1 ? { constant: 0 } : byFanIn(shape, weightShape)),
  },
];

/** Element `index` of a standard normal stream (Box and Muller). */
const normalAt = (seed: number, index: number): number => {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformAt(seed, 2 * index)));
  return radius * Math.cos(2 * Math.PI * uniformAt(seed, 2 * index + 1));
};

const valuesOf = (seedName: string, shape: readonly number[], start: Start): Float32Array => {
  const data = new Float32Array(elementCount(shape));
  if ('constant' in start) return data.fill(start.constant);
  const seed = seedOf(seedName);
  if ('std' in start) for (let i = 0; i < data.length; i++) data[i] = normalAt(seed, i) * start.std;
  else for (let i = 0; i < data.length; i++) data[i] = (2 * uniformAt(seed, i) - 1) * start.bound;
  return data;
};

interface Drawing {
  readonly rules: readonly StartRule[];
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  readonly seed: number | string;
}

const initialArray = ({ name, shape, constructed }: ParameterSpec, { rules, shapes, seed }: Drawing): WeightArray => {
  if (constructed !== undefined) return toWeightArray(shape, constructed());
  const weightShape = shapes.get(name.replace(/bias$/, 'weight')) ?? shape;
  const rule = rules.find(({ names }) => names.test(name));
  const start = rule?.start(shape, weightShape) ?? byFanIn(shape, weightShape);
  return { dtype: 'float32', shape, data: valuesOf(`${seed} ${rule?.as?.(name) ?? name}`, shape, start) };
};

export interface InitialWeightsOptions {
  readonly seed: number | string;
  /** Weights used unchanged, such as those of a pretrained backbone. */
  readonly given?: StateDict;
}

/**
 * Initial weights for training, distributed as in the original's packages: PyTorch's modules, timm's backbones and segmentation_models_pytorch's
 * encoders (`starts` of the network). Values are derived from the seed and parameter names.
 */
export const initialWeights = (network: Network, { seed, given }: InitialWeightsOptions): StateDict => {
  const specs = parametersOf(network);
  const shapes = new Map(specs.map(({ name, shape }) => [name, shape]));
  const rules = [...(network.starts ?? []), ...PYTORCH_RULES];
  return new Map(
    specs.map((spec) => [spec.name, given?.get(spec.name) ?? initialArray(spec, { rules, shapes, seed })]),
  );
};
