import * as tf from '@tensorflow/tfjs-core';

export interface WithGradient {
  /** @param save keeps the values that the gradient needs; returned in the same order */
  readonly forward: (save: (tensors: tf.Tensor[]) => void) => tf.Tensor;
  /** Gradients of all inputs, in order. */
  readonly gradients: (dy: tf.Tensor, saved: readonly tf.Tensor[]) => tf.Tensor[];
}

/** A result with a custom gradient function that returns those of all inputs together. */
export const withGradient = (inputs: readonly tf.Tensor[], { forward, gradients }: WithGradient): tf.Tensor =>
  tf.customGrad((...args) => {
    const save = args.at(-1);
    if (typeof save !== 'function') throw new Error('tf.customGrad did not say how to save tensors');
    // TensorFlow.js would keep intermediate tensors until all gradients are known.
    return { value: forward(save), gradFunc: (dy, saved) => tf.tidy(() => gradients(dy, saved)) };
  })(...inputs);
