import { elementsPerSample, type Shape } from '../dim.ts';
import type { GraphValue } from '../onnx/graph-builder.ts';
import { clipFactor } from './clip-factor.ts';
import type { GraphAssembly } from './graph-assembly.ts';
import { scalarName, slotName } from './program.ts';
import type { Updated, UpdateRule } from './update-rule.ts';
import type { Gradient } from './write-pass.ts';

export interface UpdateRequest {
  readonly rule: UpdateRule;
  /** Maximum global norm of the gradients. */
  readonly clipNorm?: number | undefined;
}

/**
 * The sum of squares, [1]. Sums along rows first, since one float32 sum over millions of elements would lose its last digits. The square is a
 * separate node that optimisers can share; ReduceSumSquare is slower than both nodes together.
 */
const squaredNorm = ({ nn }: GraphAssembly, gradient: GraphValue): GraphValue => {
  const [first = 1, ...others] = gradient.shape;
  const rows = nn.reshape(nn.mul(gradient, gradient), [first, elementsPerSample(others)]);
  return nn.reshape(nn.sum(nn.sum(rows, [1]), [0]), [1]);
};

/** Avoids an element-wise path of ONNX Runtime, 18 times as slow, for a scalar and a tensor whose last axes have size 1. */
const withoutLastOnes = (shape: Shape): Shape => shape.slice(0, shape.findLastIndex((size) => size !== 1) + 1);

/** Tensors of one parameter's update, in its working shape. */
interface Change {
  readonly name: string;
  readonly shape: Shape;
  readonly parameter: GraphValue;
  readonly gradient: GraphValue;
  readonly slots: readonly GraphValue[];
}

/** Updates several parameters, concatenated into one vector. */
const together = ({ nn }: GraphAssembly, changes: readonly Change[]): Omit<Change, 'name' | 'shape'> => {
  const vector = (of: (change: Change) => GraphValue) => nn.concat(changes.map(of), 0);
  const slots = changes[0]!.slots.map((_, index) => vector((change) => change.slots[index]!));
  return { parameter: vector((change) => change.parameter), gradient: vector((change) => change.gradient), slots };
};

/** The results for each of them. */
const apart = ({ graph }: GraphAssembly, changes: readonly Change[], updated: Updated<GraphValue>) => {
  const shapes = changes.map(({ parameter }) => parameter.shape);
  const sizes = graph.ints(shapes.map(elementsPerSample));
  const parts = (value: GraphValue) => graph.nodeOf('Split', [value, sizes], shapes, { axis: { int: 0 } });
  const [parameters, ...slots] = [updated.parameter, ...updated.slots].map(parts);
  return changes.map((_, index) => ({ parameter: parameters![index]!, slots: slots.map((slot) => slot[index]!) }));
};

/** Writes the update of all parameters in the store. @returns the sums of squares, before clipping */
export const writeUpdate = (
  at: GraphAssembly,
  gradients: readonly Gradient[],
  { rule, clipNorm }: UpdateRequest,
): GraphValue => {
  const { nn } = at;
  const norms = gradients.map(({ gradient }) => squaredNorm(at, gradient));
  const squared = nn.concat(norms, 0);
  const factor = clipNorm === undefined ? undefined : clipFactor(nn, squared, clipNorm);
  const scalars = new Map(
    Object.keys(rule.scalars({ step: 1, learningRate: 0 })).map((name) => [name, at.fed(scalarName(name), [])]),
  );

  const changeOf = ({ name, parameter, gradient }: Gradient): Change => {
    const { shape } = parameter;
    const seen = (value: GraphValue) => nn.reshape(value, withoutLastOnes(shape));
    const slots = rule.slots.map((slot) => seen(at.stored(slotName(slot, name), shape)));
    const shortened = factor === undefined ? gradient : nn.mul(gradient, factor);
    return { name, shape, parameter: seen(parameter), gradient: seen(shortened), slots };
  };
  const updateOf = (given: Omit<Change, 'name' | 'shape'>): Updated<GraphValue> =>
    rule.update(nn, { ...given, scalar: (scalar) => scalars.get(scalar)! });
  const write = ({ name, shape }: Change, updated: Updated<GraphValue>): void => {
    at.write(name, nn.reshape(updated.parameter, shape));
    for (const [index, slot] of rule.slots.entries())
      at.write(slotName(slot, name), nn.reshape(updated.slots[index]!, shape));
  };

  const changes = gradients.map(changeOf);
  // Norms and biases are many and short: launching an operation costs more than computing it.
  const isVector = ({ parameter }: Change): boolean => parameter.shape.length === 1;
  const vectors = changes.filter(isVector);
  if (vectors.length > 0) {
    const parts = apart(at, vectors, updateOf(together(at, vectors)));
    for (const [index, change] of vectors.entries()) write(change, parts[index]!);
  }
  for (const change of changes.filter((one) => !isVector(one))) write(change, updateOf(change));
  return squared;
};
