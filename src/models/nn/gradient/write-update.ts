import { elementsPerSample, type Shape } from '../dim.ts';
import type { GraphValue } from '../onnx/graph-builder.ts';
import { clipFactor } from './clip-factor.ts';
import type { GraphAssembly } from './graph-assembly.ts';
import { scalarName, slotName } from './program.ts';
import type { UpdateRule } from './update-rule.ts';
import type { Gradient } from './write-pass.ts';

export interface UpdateRequest {
  readonly rule: UpdateRule;
  /** Gradients that are longer together are shortened to this length. */
  readonly clipNorm?: number | undefined;
}

/** The sum of squares, [1]. First along rows: one float32 sum over millions of elements would lose its last digits. */
const squaredNorm = ({ graph, nn }: GraphAssembly, gradient: GraphValue): GraphValue => {
  const [first = 1, ...others] = gradient.shape;
  const rows = nn.reshape(gradient, [first, elementsPerSample(others)]);
  const ofRows = graph.node('ReduceSumSquare', [rows, graph.ints([1])], [first], { keepdims: { int: 0 } });
  return nn.sum(ofRows, [0]);
};

/** ONNX Runtime takes an element at a time, 18 times as long, where a scalar meets a tensor whose last axes have size 1. */
const withoutLastOnes = (shape: Shape): Shape => shape.slice(0, shape.findLastIndex((size) => size !== 1) + 1);

/** Writes the change of all parameters in the store. @returns the sums of squares, before clipping */
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
  for (const { name, parameter, gradient } of gradients) {
    const { shape } = parameter;
    const compact = withoutLastOnes(shape);
    const seen = (value: GraphValue) => nn.reshape(value, compact);
    const updated = rule.update(nn, {
      parameter: seen(parameter),
      gradient: seen(factor === undefined ? gradient : nn.mul(gradient, factor)),
      slots: rule.slots.map((slot) => seen(at.stored(slotName(slot, name), shape))),
      scalar: (scalar) => scalars.get(scalar)!,
    });
    at.write(name, nn.reshape(updated.parameter, shape));
    for (const [index, slot] of rule.slots.entries())
      at.write(slotName(slot, name), nn.reshape(updated.slots[index]!, shape));
  }
  return squared;
};
