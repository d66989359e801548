import { elementCount } from '../../domain/image.ts';
import type { Network } from '../../models/nn/network.ts';
import type { ParameterSpec } from '../../models/nn/ops.ts';
import { parametersOf } from '../../models/nn/shapes.ts';
import type { StateDict, WeightArray } from '../../models/weights/state-dict.ts';
import { randomOf } from '../data/chance.ts';

/** Values of one parameter, one after the other. */
type Draw = () => number;

const constant = (value: number) => (): Draw => () => value;

const uniform =
  (bound: number) =>
  (random: Draw): Draw =>
  () =>
    (2 * random() - 1) * bound;

/** Box and Muller; `1 - random()` keeps the logarithm finite. */
const normal =
  (deviation: number) =>
  (random: Draw): Draw =>
  () =>
    deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const fanInOf = (shape: readonly number[]): number => elementCount(shape.slice(1));

/** Rules by the last part of a name; the first that fits counts. */
const BY_NAME: readonly (readonly [RegExp, (spec: ParameterSpec) => (random: Draw) => Draw])[] = [
  [/^running_var$/, () => constant(1)],
  [/^running_mean$/, () => constant(0)],
  [/^(weight|bias)_[ih]h_l\d+(_reverse)?$/, ({ shape }) => uniform(1 / Math.sqrt(shape[0]! / 3))], // three gates
  [/^in_proj_weight$/, ({ shape }) => uniform(Math.sqrt(6 / (shape[0]! / 3 + shape[1]!)))], // Glorot, a third each
  [/^in_proj_bias$/, () => constant(0)],
  [/^relative_position_bias_table$/, () => normal(0.02)],
  [/^gamma$/, () => constant(1e-6)], // layer scale
];

/** Weights: Kaiming's uniform with a = sqrt 5, as PyTorch's layers do it, or 1 for a norm; biases follow their weights. */
const byWeight = (spec: ParameterSpec, weight: ParameterSpec | undefined): ((random: Draw) => Draw) => {
  const isNorm = weight === undefined || weight.shape.length === 1;
  if (!isNorm) return uniform(1 / Math.sqrt(fanInOf(weight.shape)));
  return constant(lastPart(spec.name) === 'bias' ? 0 : 1);
};

/**
 * Weights for a network that knows nothing yet: what PyTorch's layers begin with (uniform, bounded by 1 / sqrt(fan in); norms 1 and 0;
 * recurrent layers by the size of their state; attention by Glorot), every parameter by a stream of its own that follows from the seed.
 */
export const defaultWeights = (network: Network, seed: number): StateDict => {
  const specs = parametersOf(network);
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  return new Map(
    specs.map((spec): [string, WeightArray] => {
      const weight = byName.get(spec.name.replace(/bias$/, 'weight'));
      const rule = BY_NAME.find(([pattern]) => pattern.test(lastPart(spec.name)))?.[1](spec) ?? byWeight(spec, weight);
      return [spec.name, valuesOf(spec, rule(randomOf(`${seed}/weights/${spec.name}`)))];
    }),
  );
};

const valuesOf = ({ shape, dtype, constructed }: ParameterSpec, draw: Draw): WeightArray => {
  const made = constructed?.();
  if (made instanceof BigInt64Array) return { dtype: 'int64', shape, data: made };
  if (made !== undefined) return { dtype: 'float32', shape, data: made };
  const count = elementCount(shape);
  if (dtype === 'int64') return { dtype, shape, data: new BigInt64Array(count) };
  return { dtype, shape, data: Float32Array.from({ length: count }, draw) };
};
