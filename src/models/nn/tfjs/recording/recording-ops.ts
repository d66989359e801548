import { factorOf, type Shape } from '../../dim.ts';
import { expansions } from '../../expansions.ts';
import type { LossPrimitives, OptimiserPrimitives } from '../../gradient/primitives.ts';
import type { Fused, GruDirections, GruWeights, Kernel, Ops } from '../../ops.ts';
import * as rules from '../../shape-rules.ts';
import type { ElementwiseOne, ElementwisePair, Operation, Step } from './recorded.ts';

/** A recorded value that has not been computed. */
export interface Value {
  readonly id: number;
  readonly shape: Shape;
}

export interface Recorder {
  readonly emit: (operation: Operation, operands: readonly Value[], shape: Shape) => Value;
  /** An input value. */
  readonly given: (shape: Shape) => Value;
  /** Records the work into a separate procedure. */
  readonly aside: (work: () => void) => readonly Step[];
}

const directionOperands = ({ weightIh, weightHh, biasIh, biasHh }: GruWeights<Value>): readonly Value[] => [
  weightIh,
  weightHh,
  biasIh,
  biasHh,
];

const gruOf = ({ emit }: Recorder, x: Value, { forward, reverse }: GruDirections<Value>): Value => {
  const [n, steps] = x.shape;
  const directions = reverse === undefined ? 1 : 2;
  const operands = [x, ...directionOperands(forward), ...(reverse ? directionOperands(reverse) : [])];
  const hidden = rules.sizeAt(forward.weightHh.shape, 1);
  return emit({ op: 'gru', directions }, operands, [n!, steps!, directions * hidden]);
};

const eachStepOf = ({ emit, given, aside }: Recorder, x: Value, count: number, body: (step: Value) => Value): Value => {
  const [rows] = x.shape;
  const input = given([rows!, ...rules.foldedShape(x.shape, count).slice(1)]);
  let result = input;
  const steps = aside(() => {
    result = body(input);
  });
  const recorded = { input: input.id, rows: factorOf(rows!), steps, result: result.id };
  const [n, ...rest] = result.shape;
  return emit({ op: 'eachStep', count, body: recorded }, [x], [n!, count, ...rest]);
};

const kernelOf = (recorder: Recorder, parameter: Kernel<Value>['parameter']): Kernel<Value> => {
  const { emit } = recorder;
  const one = (op: ElementwiseOne | 'softmax') => (x: Value) => emit({ op }, [x], x.shape);
  const pair = (op: ElementwisePair) => (a: Value, b: Value) =>
    emit({ op }, [a, b], rules.broadcastShape(op, a.shape, b.shape));
  return {
    parameter,
    constant: (values, shape) => emit({ op: 'constant', values, shape }, [], shape),
    shapeOf: (x) => x.shape,
    add: pair('add'),
    sub: pair('sub'),
    mul: pair('mul'),
    relu: one('relu'),
    erf: one('erf'),
    sigmoid: one('sigmoid'),
    tanh: one('tanh'),
    rsqrt: one('rsqrt'),
    softmax: one('softmax'),
    conv2d: (x, weight, bias, options) => {
      const operands = bias === undefined ? [x, weight] : [x, weight, bias];
      return emit({ op: 'conv2d', options }, operands, rules.conv2dShape(x.shape, weight.shape, options));
    },
    matMul: (a, b) => emit({ op: 'matMul' }, [a, b], rules.matMulShape(a.shape, b.shape)),
    mean: (x, axes) => emit({ op: 'mean', axes }, [x], rules.meanShape(x.shape, axes)),
    maxPool: (x, options) => emit({ op: 'maxPool', options }, [x], rules.maxPoolShape(x.shape, options)),
    resizeBilinear: (x, options) => emit({ op: 'resizeBilinear', options }, [x], rules.resizeShape(x.shape, options)),
    reshape: (x, shape) => emit({ op: 'reshape', shape }, [x], rules.reshapeShape(x.shape, shape)),
    transpose: (x, order) => emit({ op: 'transpose', order }, [x], rules.transposeShape(x.shape, order)),
    slice: (x, range) => emit({ op: 'slice', range }, [x], rules.sliceShape(x.shape, range)),
    concat: (parts, axis) => {
      const shapes = parts.map(({ shape }) => shape);
      return emit({ op: 'concat', axis }, parts, rules.concatShape(shapes, axis));
    },
    gather: (x, indices) => emit({ op: 'gather', indices }, [x], rules.gatherShape(x.shape, indices)),
    batchNorm: (x, { weight, bias, runningMean, runningVar, batchesTracked }) =>
      emit({ op: 'batchNorm' }, [x, weight, bias, runningMean, runningVar, batchesTracked], x.shape),
    dropout: (x, options) => emit({ op: 'dropout', options }, [x], x.shape),
    eachStep: (x, count, body) => eachStepOf(recorder, x, count, body),
  };
};

/** Operations that are recorded as such; all others are recorded as their decompositions. */
const fusedOf = (recorder: Recorder): Partial<Fused<Value>> => {
  const { emit } = recorder;
  return {
    linear: (x, weight, bias) => {
      const operands = bias === undefined ? [x, weight] : [x, weight, bias];
      return emit({ op: 'linear' }, operands, [...x.shape.slice(0, -1), weight.shape[0]!]);
    },
    layerNorm: (x, { weight, bias, eps }) => emit({ op: 'layerNorm', eps }, [x, weight, bias], x.shape),
    gelu: (x) => emit({ op: 'gelu' }, [x], x.shape),
    globalAveragePool: (x) => emit({ op: 'globalAveragePool' }, [x], x.shape.slice(0, 2)),
    gru: (x, weights) => gruOf(recorder, x, weights),
  };
};

/** The recorded operations of networks. */
export const recordingOps = (recorder: Recorder, parameter: Kernel<Value>['parameter']): Ops<Value> => {
  const kernel = kernelOf(recorder, parameter);
  return { ...kernel, ...expansions(kernel), ...fusedOf(recorder) };
};

/** The recorded operations of losses and optimisers besides those of networks. */
export const recordingPrimitives = ({ emit }: Recorder): LossPrimitives<Value> & OptimiserPrimitives<Value> => ({
  sum: (x, axes) => emit({ op: 'sum', axes }, [x], rules.meanShape(x.shape, axes)),
  logSoftmax: (x) => emit({ op: 'logSoftmax' }, [x], x.shape),
  div: (a, b) => emit({ op: 'div' }, [a, b], rules.broadcastShape('div', a.shape, b.shape)),
  sqrt: (x) => emit({ op: 'sqrt' }, [x], x.shape),
});
