import * as tf from '@tensorflow/tfjs-core';
import type { MaxPoolOptions } from '../../ops.ts';
import { padsFirst, withMargins } from './padded-first.ts';
import { asMap } from './tensor-ranks.ts';

/** Below every value that a network gives. */
const LOWEST = -3e38;

/** x [n, rows, columns, channels]; padding never wins. */
export const maxPooled = (x: tf.Tensor, { size, stride, padding }: MaxPoolOptions): tf.Tensor => {
  if (!padsFirst()) return tf.maxPool(asMap(x), size, stride, padding);
  const map = withMargins(x, { rows: padding, columns: padding }, LOWEST);
  return tf.maxPool(asMap(map), size, stride, 'valid');
};
