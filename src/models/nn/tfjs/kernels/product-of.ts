import * as tf from '@tensorflow/tfjs-core';

/** The shape in which data was first used as a right operand. */
const multipliedAs = new WeakMap<object, string>();

/**
 * The WebAssembly backend caches its preparation of a right operand by data alone, not by shape: the same data in another shape, e.g. after a
 * reshape, would be multiplied in the first shape, past the end of its memory. So it is copied.
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

/** a [..., r, k] times b [..., k, c], of equal rank; without a gradient. */
export const productOf = (a: tf.Tensor, b: tf.Tensor, bias?: tf.Tensor): tf.Tensor => {
  const right = ownData(b);
  if (bias === undefined) return tf.matMul(a, right);
  return tf.fused.matMul({ a, b: right, transposeA: false, transposeB: false, bias });
};

/** The same for a right operand that outlives the product: WebAssembly's preparation of it, as large as itself, is freed with a copy. */
export const passingProductOf = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  tf.tidy(() => productOf(a, tf.getBackend() === 'wasm' ? tf.mul(b, 1) : b));
