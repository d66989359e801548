import * as tf from '@tensorflow/tfjs-core';

export interface WithGradient {
  /** @param save  keeps what the gradient needs; given back in the same order */
  readonly forward: (save: (tensors: tf.Tensor[]) => void) => tf.Tensor;
  /** Gradients of all inputs, in their order. */
  readonly gradients: (dy: tf.Tensor, saved: readonly tf.Tensor[]) => tf.Tensor[];
}

/** A result that is differentiated as we say with respect to the inputs, all of them at once. */
export const withGradient = (inputs: readonly tf.Tensor[], { forward, gradients }: WithGradient): tf.Tensor =>
  tf.customGrad((...args) => {
    const save = args.at(-1);
    if (typeof save !== 'function') throw new Error('tf.customGrad did not say how to save tensors');
    // TensorFlow.js would hold what is made on the way to the gradients until all of them are known.
    return { value: forward(save), gradFunc: (dy, saved) => tf.tidy(() => gradients(dy, saved)) };
  })(...inputs);
