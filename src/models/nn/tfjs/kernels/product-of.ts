import * as tf from '@tensorflow/tfjs-core';

/** The shape in which data was first multiplied from the right. */
const multipliedAs = new WeakMap<object, string>();

/**
 * The WebAssembly backend keeps what it prepared for a right operand by the data alone, not by its shape: the same data in another
 * shape, as after a reshape, would be multiplied as the first one was, beyond the end of its memory. So that one gets a copy.
 */
const ownData = (b: tf.Tensor): tf.Tensor => {
  if (tf.getBackend() !== 'wasm') return b;
  const shape = b.shape.join();
  const known = multipliedAs.get(b.dataId);
  if (known === shape) return b;
  const own = known === undefined ? b : tf.mul(b, 1);
  multipliedAs.set(own.dataId, shape);
  return own;
};

/** a [..., r, k] times b [..., k, c], of one rank; without a gradient. */
export const productOf = (a: tf.Tensor, b: tf.Tensor, bias?: tf.Tensor): tf.Tensor => {
  const right = ownData(b);
  if (bias === undefined) return tf.matMul(a, right);
  return tf.fused.matMul({ a, b: right, transposeA: false, transposeB: false, bias });
};

/** The same, for a right operand that lives on: what WebAssembly prepared for it, as large as it is, goes with a copy. */
export const passingProductOf = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  tf.tidy(() => productOf(a, tf.getBackend() === 'wasm' ? tf.mul(b, 1) : b));
