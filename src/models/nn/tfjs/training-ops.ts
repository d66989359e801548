import * as tf from '@tensorflow/tfjs-core';
import type { LossPrimitives, OptimiserPrimitives } from '../gradient/primitives.ts';
import type { Ops } from '../ops.ts';
import { noParameters } from './recording/record.ts';
import { tfjsOps } from './tfjs-ops.ts';
import { useMode } from './use-mode.ts';
import { aligned, plain, type View, viewOf } from './view.ts';

/** Operations for losses and optimisers. */
export type TrainingOps = Ops<View> & LossPrimitives<View> & OptimiserPrimitives<View>;

/** Operations of losses and optimisers besides those of networks. */
export const trainingPrimitives: LossPrimitives<View> & OptimiserPrimitives<View> = {
  sum: (x, axes) =>
    viewOf(
      tf.sum(
        x.tensor,
        axes.map((axis) => x.order[axis]!),
        true,
      ),
      x.order,
    ),
  logSoftmax: (x) => viewOf(tf.logSoftmax(plain(x))),
  div: (first, second) => {
    const { a, b, order } = aligned(first, second);
    return viewOf(tf.div(a, b), order);
  },
  sqrt: (x) => viewOf(tf.sqrt(x.tensor), x.order),
};

/** The operations of losses and of optimisers, eager and differentiable. */
export const trainingOps = (): TrainingOps => ({ ...tfjsOps(noParameters, useMode), ...trainingPrimitives });
