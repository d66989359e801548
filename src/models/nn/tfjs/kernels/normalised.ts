import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradients/with-gradient.ts';
import { channelSums } from './sums.ts';

/** x * scale + shift, both of the last axis' size. On WebAssembly 6 times faster than `tf.batchNorm`. */
export const perChannel = (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor =>
  tf.add(tf.mul(x, scale), shift);

export interface BatchStatistics {
  readonly mean: tf.Tensor;
  /** Biased variance: divided by the number of values. */
  readonly variance: tf.Tensor;
  /** Number of values per channel. */
  readonly count: number;
}

/**
 * Mean and variance of each channel of x [..., channels], and x minus its mean. Corrects the rounded mean by the mean of the residuals: the idea of
 * the corrected two-pass algorithm (Chan, Golub and LeVeque 1983, DOI 10.1080/00031305.1983.10483115), applied to the mean itself. Where the mean is
 * ten times the deviation, results are 40 times as accurate.
 */
const statisticsOf = (x: tf.Tensor): BatchStatistics & { readonly centred: tf.Tensor } => {
  const count = x.size / x.shape.at(-1)!;
  const near = tf.div(channelSums(x), count);
  const almost = tf.sub(x, near);
  const rest = tf.div(channelSums(almost), count);
  const centred = tf.sub(almost, rest);
  return { mean: tf.add(near, rest), centred, variance: tf.div(channelSums(tf.square(centred)), count), count };
};

/**
 * Batch norm by the statistics of x [..., channels] itself. Ioffe and Szegedy, arXiv:1502.03167.
 * With s = 1 / sqrt(variance + eps), c = x - mean and N values per channel: dweight = s sum(dy c), dbias = sum(dy),
 * dx = weight s (dy - dbias / N - c s dweight / N).
 * @param use  receives the statistics; tensors that it does not keep are freed
 */
export const normalisedByBatch = (
  x: tf.Tensor,
  { weight, bias, eps }: { readonly weight: tf.Tensor; readonly bias: tf.Tensor; readonly eps: number },
  use: (statistics: BatchStatistics) => void,
): tf.Tensor =>
  withGradient([x, weight, bias], {
    forward: (save) => {
      const statistics = statisticsOf(x);
      const scale = tf.rsqrt(tf.add(statistics.variance, eps));
      save([x, weight, statistics.mean, scale]);
      use(statistics);
      // Not x times a factor plus a shift: the terms cancel if the mean is larger than the deviation.
      return perChannel(statistics.centred, tf.mul(weight, scale), bias);
    },
    gradients: (dy, [input, factor, mean, scale]) => {
      const share = input!.shape.at(-1)! / input!.size;
      const centred = tf.sub(input!, mean!);
      const dBias = channelSums(dy);
      const dWeight = tf.mul(channelSums(tf.mul(dy, centred)), scale!);
      const outer = tf.mul(factor!, scale!);
      const ofCentred = tf.mul(tf.mul(tf.mul(outer, scale!), dWeight), -share);
      const constant = tf.mul(tf.mul(outer, dBias), -share);
      const dx = tf.add(perChannel(dy, outer, constant), tf.mul(centred, ofCentred));
      return [dx, dWeight, dBias];
    },
  });

const rowMean = (x: tf.Tensor): tf.Tensor => tf.mean(x, -1, true);

/** Layer norm over the last axis. Ba, Kiros and Hinton, arXiv:1607.06450. Gradients as above, by row instead of channel. */
export const normalisedByRow = (
  x: tf.Tensor,
  { weight, bias, eps }: { readonly weight: tf.Tensor; readonly bias: tf.Tensor; readonly eps: number },
): tf.Tensor =>
  withGradient([x, weight, bias], {
    forward: (save) => {
      const centred = tf.sub(x, rowMean(x));
      const scale = tf.rsqrt(tf.add(rowMean(tf.square(centred)), eps));
      const unit = tf.mul(centred, scale);
      save([unit, scale, weight]);
      return perChannel(unit, weight, bias);
    },
    gradients: (dy, [unit, scale, factor]) => {
      const g = tf.mul(dy, factor!);
      const along = tf.mul(unit!, rowMean(tf.mul(g, unit!)));
      const dx = tf.mul(tf.sub(tf.sub(g, rowMean(g)), along), scale!);
      return [dx, channelSums(tf.mul(dy, unit!)), channelSums(dy)];
    },
  });
