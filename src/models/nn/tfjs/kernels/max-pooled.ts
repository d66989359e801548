import * as tf from '@tensorflow/tfjs-core';
import type { MaxPoolOptions } from '../../ops.ts';
import { padsFirst, withMargins } from './padded-first.ts';
import { asMap } from './tensor-ranks.ts';

/** Lower than any value of a network. */
const LOWEST = -3e38;

/** x [n, rows, columns, channels]; padding is never the maximum. */
export const maxPooled = (x: tf.Tensor, { size, stride, padding }: MaxPoolOptions): tf.Tensor => {
  if (!padsFirst()) return tf.maxPool(asMap(x), size, stride, padding);
  const map = withMargins(x, { rows: padding, columns: padding }, LOWEST);
  return tf.maxPool(asMap(map), size, stride, 'valid');
};
