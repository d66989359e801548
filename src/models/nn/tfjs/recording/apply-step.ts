import { atBatch } from '../../dim.ts';
import type { GruWeights, Ops } from '../../ops.ts';
import type { Operation } from './recorded.ts';

/** Computed operations; the others are inputs. */
export type Computed = Exclude<Operation, { op: 'input' | 'parameter' | 'constant' }>;

const gruWeights = <T>([weightIh, weightHh, biasIh, biasHh]: readonly T[]): GruWeights<T> => ({
  weightIh: weightIh!,
  weightHh: weightHh!,
  biasIh: biasIh!,
  biasHh: biasHh!,
});

/** Performs a step with an interpreter's operations. @param n the batch */
export const applyStep = <T>(nn: Ops<T>, operation: Computed, operands: readonly T[], n: number): T => {
  const [x, second, third, mean, variance, counter] = operands as readonly [T, T, T, T, T, T | undefined];
  switch (operation.op) {
    case 'add':
    case 'sub':
    case 'mul':
    case 'matMul':
      return nn[operation.op](x, second);
    case 'relu':
    case 'erf':
    case 'sigmoid':
    case 'tanh':
    case 'rsqrt':
    case 'softmax':
    case 'gelu':
    case 'globalAveragePool':
      return nn[operation.op](x);
    case 'conv2d':
      return nn.conv2d(x, second, third, operation.options);
    case 'linear':
      return nn.linear(x, second, third);
    case 'mean':
      return nn.mean(x, operation.axes);
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
        batchesTracked: counter ?? mean,
      });
    case 'gru': {
      const forward = gruWeights(operands.slice(1, 5));
      return nn.gru(x, operation.directions === 1 ? { forward } : { forward, reverse: gruWeights(operands.slice(5)) });
    }
  }
};
