import type { LossOps } from '../../../../src/models/nn/gradient/primitives.ts';
import type { Traced } from '../../../../src/models/nn/gradient/tape.ts';
import { tracedOps } from '../../../../src/models/nn/gradient/traced-ops.ts';
import { seedOf, uniformAt } from '../../../../src/models/weights/fill.ts';
import { float64Interpreter } from './float64-interpreter.ts';
import { count, type Float64Tensor, sizes } from './float64-tensor.ts';

/** A function of parameters of given shapes, in training mode. */
export interface Differentiated {
  readonly shapes: readonly (readonly number[])[];
  readonly build: <T>(nn: LossOps<T>, parameters: readonly T[]) => T;
  /** Where the function is looked at: an element's value from a number of [-1, 1). Default: as it is. */
  readonly at?: (unit: number) => number;
}

const STEP = 1e-5;

const drawn = (name: string, shape: readonly number[], at = (unit: number) => unit): Float64Tensor => {
  const seed = seedOf(name);
  return { shape, data: Float64Array.from({ length: count(shape) }, (_, i) => at(2 * uniformAt(seed, i) - 1)) };
};

const dot = (a: Float64Tensor, b: Float64Tensor): number =>
  a.data.reduce((sum, value, i) => sum + value * b.data[i]!, 0);

const moved = (x: Float64Tensor, along: Float64Tensor, step: number): Float64Tensor => ({
  shape: x.shape,
  data: x.data.map((value, i) => value + step * along.data[i]!),
});

type DrawMask = (shape: readonly number[], rate: number) => Float64Tensor;

const drawnMask: DrawMask = (shape, rate) =>
  drawn('mask', shape, (unit) => ((unit + 1) / 2 < rate ? 0 : 1 / (1 - rate)));

/** Where the function is looked at. */
const valuesOf = (f: Differentiated): readonly Float64Tensor[] =>
  f.shapes.map((shape, index) => drawn(`value ${index}`, shape, f.at));

/** The function once: its value, and what pulls gradients of a weighted sum of its elements back to the parameters. */
const traced = ({ build }: Differentiated, values: readonly Float64Tensor[], mask: DrawMask = drawnMask) => {
  const base = float64Interpreter(({ name }) => values[Number(name)]!);
  const { nn, tape } = tracedOps(base, {
    trains: () => true,
    dropoutMask: (shape, rate) => mask(sizes(shape), rate),
  });
  const leaves: readonly Traced<Float64Tensor>[] = values.map(({ shape }, index) =>
    nn.parameter({ name: String(index), shape, dtype: 'float32', role: 'parameter' }),
  );
  const result = build(nn, leaves);
  return { value: result.value, gradients: (seed: Float64Tensor) => tape.backward(result, seed), leaves };
};

/**
 * The derivative of a weighted sum of the function's elements along a direction, for each parameter: from the backward rules and
 * from central differences.
 */
export const directionalDerivatives = (
  f: Differentiated,
): readonly { readonly rule: number; readonly difference: number }[] => {
  const values = valuesOf(f);
  const here = traced(f, values);
  const weights = drawn('weights', here.value.shape);
  const gradients = here.gradients(weights);
  return values.map((value, index) => {
    const direction = drawn(`direction ${index}`, value.shape);
    const at = (step: number) => dot(traced(f, values.with(index, moved(value, direction, step))).value, weights);
    const gradient = gradients.get(here.leaves[index]!);
    const rule = gradient === undefined ? 0 : dot(gradient, direction);
    return { rule, difference: (at(STEP) - at(-STEP)) / (2 * STEP) };
  });
};

/** What another interpreter should find. */
export interface Pulled {
  readonly values: readonly Float64Tensor[];
  /** What each element of the result counts. */
  readonly weights: Float64Tensor;
  /** Of the weighted sum, by parameter; none where the function does not use it. */
  readonly gradients: readonly (Float64Tensor | undefined)[];
}

/** The gradients of a weighted sum of the function's elements, by the backward rules. */
export const pulledBack = (f: Differentiated, mask: DrawMask): Pulled => {
  const values = valuesOf(f);
  const here = traced(f, values, mask);
  const weights = drawn('weights', here.value.shape);
  const gradients = here.gradients(weights);
  return { values, weights, gradients: here.leaves.map((leaf) => gradients.get(leaf)) };
};
