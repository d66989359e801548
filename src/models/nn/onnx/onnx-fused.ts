import { elementsPerSample, factorOf, isBatch, type Shape, timesDim } from '../dim.ts';
import { expansions } from '../expansions.ts';
import type { Fused, GruDirections, GruWeights, Kernel } from '../ops.ts';
import { scalarOf } from '../scalar-of.ts';
import type { GraphBuilder, GraphValue } from './graph-builder.ts';

/** Operations with an ONNX operator of their own. */
export const onnxFused = (graph: GraphBuilder, kernel: Kernel<GraphValue>): Fused<GraphValue> => {
  const written = expansions(kernel);
  return {
    ...written,
    linear: (x, weight, bias) => {
      const out = weight.shape[0]!;
      const rows = kernel.reshape(x, asRows(x.shape));
      const shape = [rows.shape[0]!, out];
      const result = graph.node('Gemm', [rows, weight, ...(bias ? [bias] : [])], shape, { transB: { int: 1 } });
      return kernel.reshape(result, [...x.shape.slice(0, -1), out]);
    },
    gelu: (x) => {
      const scaled = graph.node('Div', [x, scalarOf(kernel, Math.SQRT2)], x.shape);
      const gate = kernel.add(kernel.erf(scaled), scalarOf(kernel, 1));
      return kernel.mul(kernel.mul(x, gate), scalarOf(kernel, 0.5));
    },
    layerNorm: (x, { weight, bias, eps }) =>
      graph.node('LayerNormalization', [x, weight, bias], x.shape, { axis: { int: -1 }, epsilon: { float: eps } }),
    globalAveragePool: (x) => {
      const pooled = graph.node('GlobalAveragePool', [x], [...x.shape.slice(0, 2), 1, 1]);
      return kernel.reshape(pooled, x.shape.slice(0, 2));
    },
    gru: (x, weights) => gruNode(graph, kernel, x, weights),
  };
};

/** Flattens [..., in] to the matrix that Gemm takes, which adds the bias. */
const asRows = (shape: Shape): Shape => {
  const rows = shape.slice(0, -1);
  const batch = rows.find(isBatch) ?? 1;
  const others = elementsPerSample(rows) / factorOf(batch);
  return [timesDim(batch, others), shape.at(-1)!];
};

/** Reorders GRU gates: PyTorch stacks reset, update, new; ONNX update, reset, new. */
const reordered = (kernel: Kernel<GraphValue>, stacked: GraphValue): GraphValue => {
  const hidden = elementsPerSample(stacked.shape.slice(0, 1)) / 3;
  const gate = (index: number) => kernel.slice(stacked, { axis: 0, start: index * hidden, end: (index + 1) * hidden });
  return kernel.concat([gate(1), gate(0), gate(2)], 0);
};

const onFirstAxis = (kernel: Kernel<GraphValue>, directions: readonly GraphValue[]): GraphValue =>
  kernel.concat(
    directions.map((value) => kernel.reshape(value, [1, ...value.shape])),
    0,
  );

/** Sequences enter as [steps, n, inputs] and leave as [steps, directions, n, hidden]. */
const gruNode = (
  graph: GraphBuilder,
  kernel: Kernel<GraphValue>,
  x: GraphValue,
  { forward, reverse }: GruDirections<GraphValue>,
): GraphValue => {
  const directions = reverse === undefined ? [forward] : [forward, reverse];
  const stack = (part: (weights: GruWeights<GraphValue>) => GraphValue) => onFirstAxis(kernel, directions.map(part));
  const hidden = elementsPerSample(forward.weightHh.shape.slice(1));
  const [n, steps] = x.shape;
  const inputs = [
    kernel.transpose(x, [1, 0, 2]),
    stack(({ weightIh }) => reordered(kernel, weightIh)),
    stack(({ weightHh }) => reordered(kernel, weightHh)),
    stack(({ biasIh, biasHh }) => kernel.concat([reordered(kernel, biasIh), reordered(kernel, biasHh)], 0)),
  ];
  const states = graph.node('GRU', inputs, [steps!, directions.length, n!, hidden], {
    hidden_size: { int: hidden },
    direction: { text: reverse === undefined ? 'forward' : 'bidirectional' },
    linear_before_reset: { int: 1 },
  });
  return kernel.reshape(kernel.transpose(states, [2, 0, 1, 3]), [n!, steps!, directions.length * hidden]);
};
