import * as tf from '@tensorflow/tfjs-core';
import { asMap } from './tensor-ranks.ts';

/**
 * x * scale + shift, both of the last axis' size: [..., channels] to the same shape. On WebAssembly as a depthwise convolution of
 * one pixel, which is 7 times faster than the two operations. Not differentiable by itself.
 */
export const perChannel = (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor => {
  if (tf.getBackend() !== 'wasm') return tf.tidy(() => tf.add(tf.mul(x, scale), shift));
  return tf.tidy(() => {
    const channels = scale.size;
    const map = tf.reshape(x, [1, x.size / channels, 1, channels]);
    const filter = asMap(tf.reshape(scale, [1, 1, channels, 1]));
    const moved = tf.fused.depthwiseConv2d({
      x: asMap(map),
      filter,
      strides: 1,
      pad: 0,
      bias: tf.reshape(shift, [channels]),
    });
    return tf.reshape(moved, x.shape);
  });
};
