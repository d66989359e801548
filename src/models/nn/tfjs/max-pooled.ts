import * as tf from '@tensorflow/tfjs-core';
import type { MaxPoolOptions } from '../ops.ts';
import { asMap } from './tensor-ranks.ts';

/** x [n, rows, columns, channels]; padding never wins. */
export const maxPooled = (x: tf.Tensor, { size, stride, padding }: MaxPoolOptions): tf.Tensor =>
  tf.maxPool(asMap(x), size, stride, padding);
