import { elementCount } from '../../domain/image.ts';
import type { Network } from '../nn/network.ts';
import type { ParameterSpec } from '../nn/ops.ts';
import { parametersOf } from '../nn/shapes.ts';
import { seedOf, uniformAt } from '../weights/fill.ts';
import type { StateDict, WeightArray } from '../weights/state-dict.ts';

/** Half the width of the uniform distribution, or the constant that every element gets. */
type Start = { readonly bound: number } | { readonly constant: number };

const ZERO: Start = { constant: 0 };
const ONE: Start = { constant: 1 };

const fansOf = ([out = 1, ...inputs]: readonly number[]): { fanIn: number; fanOut: number } => {
  const kernel = elementCount(inputs.slice(1));
  return { fanIn: elementCount(inputs), fanOut: out * kernel };
};

const xavier = (shape: readonly number[]): Start => {
  const { fanIn, fanOut } = fansOf(shape);
  return { bound: Math.sqrt(6 / (fanIn + fanOut)) };
};

/** What `nn.Linear` and `nn.Conv2d` do by default, for weight and bias alike. */
const byFanIn = (weightShape: readonly number[]): Start => ({ bound: 1 / Math.sqrt(fansOf(weightShape).fanIn) });

interface Rule {
  readonly names: RegExp;
  /** @param weightShape  of the weight beside a bias; the parameter's own otherwise */
  readonly start: (shape: readonly number[], weightShape: readonly number[]) => Start;
}

/** The first that fits a name counts. PyTorch 1.13's modules; the decoder as segmentation_models_pytorch 0.3.3 starts it. */
const RULES: readonly Rule[] = [
  { names: /running_mean$/, start: () => ZERO },
  { names: /running_var$/, start: () => ONE },
  { names: /(weight|bias)_(ih|hh)_l\d+(_reverse)?$/, start: ([gates = 3]) => ({ bound: 1 / Math.sqrt(gates / 3) }) },
  { names: /(in_proj_bias|out_proj\.bias)$/, start: () => ZERO },
  { names: /in_proj_weight$/, start: xavier },
  { names: /(^|\.)segmentation_head\..*weight$/, start: xavier },
  { names: /(^|\.)segmentation_head\..*bias$/, start: () => ZERO },
  {
    names: /(^|\.)decoder\..*weight$/,
    start: (shape) => (shape.length === 1 ? ONE : { bound: Math.sqrt(6 / fansOf(shape).fanIn) }),
  },
  { names: /weight$/, start: (shape) => (shape.length === 1 ? ONE : byFanIn(shape)) },
  { names: /bias$/, start: (_, weightShape) => (weightShape.length === 1 ? ZERO : byFanIn(weightShape)) },
];

const valuesOf = (seedName: string, shape: readonly number[], start: Start): Float32Array => {
  const data = new Float32Array(elementCount(shape));
  if ('constant' in start) return data.fill(start.constant);
  const seed = seedOf(seedName);
  for (let i = 0; i < data.length; i++) data[i] = (2 * uniformAt(seed, i) - 1) * start.bound;
  return data;
};

const initialArray = (
  spec: ParameterSpec,
  shapes: ReadonlyMap<string, readonly number[]>,
  seed: number,
): WeightArray => {
  const { name, shape } = spec;
  const constructed = spec.constructed?.();
  if (constructed instanceof BigInt64Array) return { dtype: 'int64', shape, data: constructed };
  if (constructed !== undefined) return { dtype: 'float32', shape, data: constructed };
  const weightShape = shapes.get(name.replace(/bias$/, 'weight')) ?? shape;
  const start = RULES.find(({ names }) => names.test(name))?.start(shape, weightShape) ?? byFanIn(shape);
  return { dtype: 'float32', shape, data: valuesOf(`${seed} ${name}`, shape, start) };
};

export interface InitialWeightsOptions {
  readonly seed: number;
  /** Taken as they are, such as those of a pretrained backbone. */
  readonly given?: StateDict;
}

/**
 * Weights to begin training with, distributed as PyTorch's modules begin: each value follows from the seed and its parameter's name.
 * Meant for what stands round a pretrained backbone; backbones have customs of their own.
 */
export const initialWeights = (network: Network, { seed, given }: InitialWeightsOptions): StateDict => {
  const specs = parametersOf(network);
  const shapes = new Map(specs.map(({ name, shape }) => [name, shape]));
  return new Map(specs.map((spec) => [spec.name, given?.get(spec.name) ?? initialArray(spec, shapes, seed)]));
};
