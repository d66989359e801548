import * as tf from '@tensorflow/tfjs-core';
import { BATCH_NORM_EPS } from '../batch-norm-constants.ts';
import { foldedSteps } from '../expansions.ts';
import { perChannel } from './kernels/normalised.ts';
import type { CommonOps, ModeOps } from './tfjs-ops.ts';
import { laidOut, plain, viewOf, withLast } from './view.ts';

/** Evaluation mode: running statistics, no dropout, all steps in one batch. */
export const useMode = (common: CommonOps): ModeOps => ({
  batchNorm: (x, { weight, bias, runningMean, runningVar }) => {
    const order = withLast(x, 1);
    const scale = tf.mul(plain(weight), tf.rsqrt(tf.add(plain(runningVar), BATCH_NORM_EPS)));
    const shift = tf.sub(plain(bias), tf.mul(plain(runningMean), scale));
    return viewOf(perChannel(laidOut(x, order), scale, shift), order);
  },
  dropout: (x) => x,
  eachStep: (x, steps, body) => foldedSteps(common, x, steps, body),
});
