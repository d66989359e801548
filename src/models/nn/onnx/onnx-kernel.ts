import { BATCH_NORM_EPS } from '../batch-norm-constants.ts';
import { isBatch, type Shape, sameShape } from '../dim.ts';
import { foldedSteps } from '../expansions.ts';
import type { Kernel } from '../ops.ts';
import * as rules from '../shape-rules.ts';
import type { GraphBuilder, GraphValue } from './graph-builder.ts';

/** Reshape infers the batch, whatever its multiple. */
const reshapeTarget = (shape: Shape): readonly number[] => shape.map((dim) => (isBatch(dim) ? -1 : dim));

const four = (value: number) => ({ ints: [value, value, value, value] });
const pair = (value: number) => ({ ints: [value, value] });

/**
 * Whole factors of an enlargement. ONNX Runtime 1.30 cannot change the layout of a Resize with `axes`, so that no integer operator may follow one.
 */
const wholeFactors = (
  [, , fromRows, fromColumns]: Shape,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): readonly [number, number] | undefined => {
  const factors = [rows / Number(fromRows), columns / Number(fromColumns)] as const;
  return factors.every(Number.isInteger) ? factors : undefined;
};

/** The kernel in evaluation mode as ONNX operators of opset 18. */
export const onnxKernel = (graph: GraphBuilder): Kernel<GraphValue> => {
  const unary = (operator: string) => (x: GraphValue) => graph.node(operator, [x], x.shape);
  const binary = (operator: string) => (a: GraphValue, b: GraphValue) =>
    graph.node(operator, [a, b], rules.broadcastShape(operator, a.shape, b.shape));

  const kernel: Kernel<GraphValue> = {
    parameter: graph.parameters.get,
    constant: graph.floats,
    shapeOf: (x) => x.shape,
    add: binary('Add'),
    sub: binary('Sub'),
    mul: binary('Mul'),
    relu: unary('Relu'),
    erf: unary('Erf'),
    sigmoid: unary('Sigmoid'),
    tanh: unary('Tanh'),
    rsqrt: (x) => graph.node('Reciprocal', [graph.node('Sqrt', [x], x.shape)], x.shape),
    conv2d: (x, weight, bias, options) => {
      const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
      return graph.node(
        'Conv',
        [x, weight, ...(bias ? [bias] : [])],
        rules.conv2dShape(x.shape, weight.shape, options),
        {
          kernel_shape: { ints: rules.kernelSize(weight.shape) },
          strides: pair(stride),
          pads: four(padding),
          dilations: pair(dilation),
          group: { int: groups },
        },
      );
    },
    matMul: (a, b) => graph.node('MatMul', [a, b], rules.matMulShape(a.shape, b.shape)),
    mean: (x, axes) =>
      graph.node('ReduceMean', [x, graph.ints(axes)], rules.meanShape(x.shape, axes), { keepdims: { int: 1 } }),
    softmax: (x) => graph.node('Softmax', [x], x.shape, { axis: { int: -1 } }),
    maxPool: (x, { size, stride, padding }) =>
      graph.node('MaxPool', [x], rules.maxPoolShape(x.shape, { size, stride, padding }), {
        kernel_shape: pair(size),
        strides: pair(stride),
        pads: four(padding),
      }),
    resizeBilinear: (x, { rows, columns, alignCorners }) => {
      const shape = rules.resizeShape(x.shape, { rows, columns, alignCorners });
      const factors = wholeFactors(x.shape, { rows, columns });
      const size = factors
        ? [undefined, graph.floats(Float32Array.of(1, 1, ...factors), [4])]
        : [undefined, undefined, graph.ints([rows, columns])];
      return graph.node('Resize', [x, ...size], shape, {
        ...(factors === undefined && { axes: { ints: [2, 3] } }),
        mode: { text: 'linear' },
        coordinate_transformation_mode: { text: alignCorners ? 'align_corners' : 'half_pixel' },
      });
    },
    reshape: (x, shape) => {
      const target = rules.reshapeShape(x.shape, shape);
      return sameShape(x.shape, target) ? x : graph.node('Reshape', [x, graph.ints(reshapeTarget(shape))], target);
    },
    transpose: (x, order) =>
      graph.node('Transpose', [x], rules.transposeShape(x.shape, order), { perm: { ints: order } }),
    slice: (x, range) => {
      const bounds = [[range.start], [range.end], [range.axis]].map(graph.ints);
      return graph.node('Slice', [x, ...bounds], rules.sliceShape(x.shape, range));
    },
    concat: (parts, axis) => {
      const shape = rules.concatShape(
        parts.map((part) => part.shape),
        axis,
      );
      return parts.length === 1 ? parts[0]! : graph.node('Concat', parts, shape, { axis: { int: axis } });
    },
    gather: (x, indices) => graph.node('Gather', [x, graph.ints(indices)], rules.gatherShape(x.shape, indices)),
    batchNorm: (x, { weight, bias, runningMean, runningVar }) =>
      graph.node('BatchNormalization', [x, weight, bias, runningMean, runningVar], x.shape, {
        epsilon: { float: BATCH_NORM_EPS },
      }),
    dropout: (x) => x,
    eachStep: (x, steps, body) => foldedSteps(kernel, x, steps, body),
  };
  return kernel;
};
