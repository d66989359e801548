import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradients/with-gradient.ts';

/** 1 / sqrt(2 pi). */
const DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

/** x times the normal cumulative distribution, which is the first part of the derivative. Hendrycks and Gimpel, arXiv:1606.08415. */
export const gelu = (x: tf.Tensor): tf.Tensor =>
  withGradient([x], {
    forward: (save) => {
      const below = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
      save([x, below]);
      return tf.mul(x, below);
    },
    gradients: (dy, [input, below]) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(input!), -0.5)), DENSITY_AT_0);
      return [tf.mul(dy, tf.add(below!, tf.mul(input!, density)))];
    },
  });
