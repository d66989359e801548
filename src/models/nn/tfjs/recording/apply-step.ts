import { atBatch } from '../../dim.ts';
import type { GruWeights, Ops } from '../../ops.ts';
import { trainingPrimitives } from '../training-ops.ts';
import type { View } from '../view.ts';
import type { Operation } from './recorded.ts';

/** Operations that depend on their operands alone. */
export type Computed = Exclude<Operation, { op: 'parameter' | 'constant' | 'eachStep' }>;

const gruWeights = ([weightIh, weightHh, biasIh, biasHh]: readonly View[]): GruWeights<View> => ({
  weightIh: weightIh!,
  weightHh: weightHh!,
  biasIh: biasIh!,
  biasHh: biasHh!,
});

type Operands = readonly [x: View, second: View, third: View, mean: View, variance: View, counter: View];

/** Performs an operation. @param n the batch */
export const applyStep = (nn: Ops<View>, operation: Computed, operands: readonly View[], n: number): View => {
  const [x, second, third, mean, variance, counter] = operands as Operands; // as many as the operation has
  switch (operation.op) {
    case 'add':
    case 'sub':
    case 'mul':
    case 'matMul':
      return nn[operation.op](x, second);
    case 'div':
      return trainingPrimitives.div(x, second);
    case 'relu':
    case 'erf':
    case 'sigmoid':
    case 'tanh':
    case 'rsqrt':
    case 'softmax':
    case 'gelu':
    case 'globalAveragePool':
      return nn[operation.op](x);
    case 'sqrt':
    case 'logSoftmax':
      return trainingPrimitives[operation.op](x);
    case 'conv2d':
      return nn.conv2d(x, second, third, operation.options);
    case 'linear':
      return nn.linear(x, second, third);
    case 'mean':
      return nn.mean(x, operation.axes);
    case 'sum':
      return trainingPrimitives.sum(x, operation.axes);
    case 'maxPool':
      return nn.maxPool(x, operation.options);
    case 'resizeBilinear':
      return nn.resizeBilinear(x, operation.options);
    case 'reshape':
      return nn.reshape(x, atBatch(operation.shape, n));
    case 'transpose':
      return nn.transpose(x, operation.order);
    case 'slice':
      return nn.slice(x, operation.range);
    case 'concat':
      return nn.concat(operands, operation.axis);
    case 'gather':
      return nn.gather(x, operation.indices);
    case 'layerNorm':
      return nn.layerNorm(x, { weight: second, bias: third, eps: operation.eps });
    case 'batchNorm':
      return nn.batchNorm(x, {
        weight: second,
        bias: third,
        runningMean: mean,
        runningVar: variance,
        batchesTracked: counter,
      });
    case 'dropout':
      return nn.dropout(x, operation.options);
    case 'gru': {
      const forward = gruWeights(operands.slice(1, 5));
      return nn.gru(x, operation.directions === 1 ? { forward } : { forward, reverse: gruWeights(operands.slice(5)) });
    }
  }
};
