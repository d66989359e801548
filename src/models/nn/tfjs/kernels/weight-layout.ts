import type { Step } from '../recording/recorded.ts';
import { isDepthwise } from './depthwise.ts';

/** Converts PyTorch's [out, in / groups, rows, columns] to TensorFlow.js' [rows, columns, in, out]. */
export const FULL_WEIGHT: readonly number[] = [3, 2, 0, 1];

/** For a depthwise convolution: [rows, columns, channels, 1]. */
export const DEPTHWISE_WEIGHT: readonly number[] = [2, 3, 0, 1];

/** Converts PyTorch's [out, in] to [in, out]. */
const TRANSPOSED: readonly number[] = [1, 0];

/** The weight layout that a step requires; undefined if PyTorch's is equally good. */
export const weightOrder = (
  { operation, operands }: Step,
  value: number,
  shape: readonly number[],
): readonly number[] | undefined => {
  const place = operands.indexOf(value);
  if (operation.op === 'conv2d' && place === 1) {
    const { stride = 1, padding = 0, dilation = 1, groups = 1 } = operation.args[3];
    if (isDepthwise(shape, { stride, padding, dilation, groups })) return DEPTHWISE_WEIGHT;
    return groups === 1 ? FULL_WEIGHT : undefined;
  }
  const multiplies = operation.op === 'linear' || operation.op === 'gru';
  return multiplies && place > 0 && shape.length === 2 ? TRANSPOSED : undefined;
};
