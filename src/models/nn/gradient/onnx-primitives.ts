import { elementsPerSample } from '../dim.ts';
import type { GraphBuilder, GraphValue } from '../onnx/graph-builder.ts';
import type { Kernel } from '../ops.ts';
import * as rules from '../shape-rules.ts';
import { convInputGradient, convWeightGradient, padded } from './onnx-conv-gradients.ts';
import type { GradientPrimitives } from './primitives.ts';

type Nn = Kernel<GraphValue>;

const STEEPEST = 3e38;

const along = (rank: number, axis: number, count: number): readonly number[] =>
  Array.from({ length: rank }, (_, index) => (index === axis ? count : 0));

/** The gradient primitives as ONNX operators of opset 18. */
export const onnxPrimitives = (graph: GraphBuilder, nn: Nn): GradientPrimitives<GraphValue> => {
  const unary = (operator: string) => (x: GraphValue) => graph.node(operator, [x], x.shape);
  return {
    sqrt: unary('Sqrt'),
    exp: unary('Exp'),
    // The steepest ramp from 0 to 1 in float32; unlike comparisons, it needs no cast.
    isPositive: (x) => graph.node('HardSigmoid', [x], x.shape, { alpha: { float: STEEPEST }, beta: { float: 0 } }),
    div: (a, b) => graph.node('Div', [a, b], rules.broadcastShape('div', a.shape, b.shape)),
    sum: (x, axes) =>
      graph.node('ReduceSum', [x, graph.ints(axes)], rules.meanShape(x.shape, axes), { keepdims: { int: 1 } }),
    logSoftmax: (x) => graph.node('LogSoftmax', [x], x.shape, { axis: { int: -1 } }),
    expand: (x, shape) => graph.node('Expand', [x, graph.ints(shape.map((size) => elementsPerSample([size])))], shape),
    pad: (x, { axis, before, after }) =>
      padded(graph, x, {
        before: along(x.shape.length, axis, before),
        after: along(x.shape.length, axis, after),
      }),
    scatterAdd: (updates, indices, rows) => scatterAdd(graph, nn, updates, { indices, rows }),
    maxPoolWithGradient: (x, { size, stride, padding }) => {
      const four = { ints: [padding, padding, padding, padding] };
      const windows = { kernel_shape: { ints: [size, size] }, strides: { ints: [stride, stride] }, pads: four };
      const shape = rules.maxPoolShape(x.shape, { size, stride, padding });
      const [value, places] = graph.nodeOf('MaxPool', [x], [shape, shape], windows);
      const gradient = (upstream: GraphValue): GraphValue => {
        const cells = elementsPerSample(x.shape);
        const flat = [elementsPerSample(shape)];
        const zeros = graph.node('Expand', [graph.floats(new Float32Array(1), [1]), graph.ints([cells])], [cells]);
        const inputs = [zeros, nn.reshape(places!, flat), nn.reshape(upstream, flat)];
        const spread = graph.node('ScatterElements', inputs, [cells], { axis: { int: 0 }, reduction: { text: 'add' } });
        return nn.reshape(spread, x.shape);
      };
      return { value: value!, gradient };
    },
    convInputGradient: (upstream, weight, shape, options) =>
      convInputGradient({ graph, nn }, upstream, weight, { shape, options }),
    convWeightGradient: (x, upstream, shape, options) =>
      convWeightGradient({ graph, nn }, x, upstream, { shape, options }),
  };
};

const scatterAdd = (
  graph: GraphBuilder,
  nn: Nn,
  updates: GraphValue,
  { indices, rows }: { indices: readonly number[]; rows: number },
): GraphValue => {
  const shape = [rows, ...updates.shape.slice(1)];
  const zeros = nn.constant(
    new Float32Array(elementsPerSample(shape)),
    shape.map((size) => elementsPerSample([size])),
  );
  const places = nn.reshape(graph.ints(indices), [indices.length, 1]);
  return graph.node('ScatterND', [zeros, places, updates], shape, { reduction: { text: 'add' } });
};
