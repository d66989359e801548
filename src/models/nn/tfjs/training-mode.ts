import * as tf from '@tensorflow/tfjs-core';
import { BATCH_NORM_EPS, BATCH_NORM_MOMENTUM } from '../batch-norm-constants.ts';
import { dropoutMask, type MaskRows, maskShape } from '../dropout-mask.ts';
import { batchTooSmall } from '../gradient/errors.ts';
import type { BatchNormState } from '../ops.ts';
import { foldedShape } from '../shape-rules.ts';
import { type BatchStatistics, normalisedByBatch } from './kernels/normalised.ts';
import type { CommonOps, ModeOps } from './tfjs-ops.ts';
import { laidOut, plain, scoped, shapeOf, type View, viewOf, withLast } from './view.ts';

/** Updates of batch norm buffers in a step, by state-dict name. */
export interface StepStatistics {
  /** Running means and variances after all passes; kept, so the receiver must free them. */
  readonly running: Map<string, tf.Tensor>;
  /** Increments of the batch counters. */
  readonly passes: Map<string, number>;
}

export const newStatistics = (): StepStatistics => ({ running: new Map(), passes: new Map() });

export interface StepState extends StepStatistics {
  /** Seed of all dropout masks, together with their index. */
  readonly seed: string;
}

/** Moves the running value towards that of a pass. */
const moveTowards = (step: StepState, buffer: View, found: tf.Tensor): void => {
  const name = buffer.name!;
  const before = step.running.get(name);
  const share = BATCH_NORM_MOMENTUM;
  const moved = tf.tidy(() => tf.add(tf.mul(before ?? plain(buffer), 1 - share), tf.mul(found, share)));
  step.running.set(name, tf.keep(moved));
  before?.dispose();
};

const keepStatistics = (step: StepState, state: BatchNormState<View>, found: BatchStatistics): void => {
  moveTowards(step, state.runningMean, found.mean);
  moveTowards(step, state.runningVar, tf.mul(found.variance, found.count / (found.count - 1)));
  const counter = state.batchesTracked.name!;
  step.passes.set(counter, (step.passes.get(counter) ?? 0) + 1);
};

const batchNorm = (step: StepState, x: View, state: BatchNormState<View>): View => {
  const order = withLast(x, 1);
  const map = laidOut(x, order);
  if (map.size / map.shape.at(-1)! < 2) throw batchTooSmall(shapeOf(x), 1);
  const parameters = { weight: plain(state.weight), bias: plain(state.bias), eps: BATCH_NORM_EPS };
  return viewOf(
    normalisedByBatch(map, parameters, (found) => keepStatistics(step, state, found)),
    order,
  );
};

/** Runs each step separately, in order, and keeps only what gradients need. */
const inTurn = (common: CommonOps, x: View, steps: number, body: (step: View, index: number) => View): View => {
  const [, size] = foldedShape(shapeOf(x), steps);
  const entries = Number(size);
  const results = Array.from({ length: steps }, (_, index) =>
    scoped(() => {
      const result = body(common.slice(x, { axis: 1, start: index * entries, end: (index + 1) * entries }), index);
      const [n, ...rest] = shapeOf(result);
      return common.reshape(result, [n!, 1, ...rest]);
    }),
  );
  return common.concat(results, 1);
};

/**
 * Training mode as in PyTorch: batch norms use the statistics of each pass and update the running ones with the unbiased variance; dropout is derived
 * from the step's seed. Stored values do not change: statistics accumulate in the step.
 */
export const trainingMode =
  (step: StepState) =>
  (common: CommonOps): ModeOps => {
    let masks = 0;
    let rows: MaskRows = { of: 1, at: 0 };
    /** All steps share the masks of one batch with all of them, each its own rows, as on every engine. */
    const sharingMasks = (count: number, index: number, work: () => View): View => {
      const before = { masks, rows };
      rows = { of: rows.of * count, at: rows.at * count + index };
      const result = work();
      rows = before.rows;
      if (index + 1 < count) masks = before.masks;
      return result;
    };
    return {
      batchNorm: (x, state) => batchNorm(step, x, state),
      dropout: (x, { rate, per }) => {
        if (rate === 0) return x;
        const shape = maskShape(shapeOf(x), per);
        const { data } = dropoutMask(`${step.seed}/mask_${masks++}`, { shape, rate }, rows);
        return common.mul(x, common.constant(data, shape));
      },
      eachStep: (x, steps, body) =>
        inTurn(common, x, steps, (given, index) => sharingMasks(steps, index, () => body(given))),
    };
  };
