import * as tf from '@tensorflow/tfjs-core';
import { type BatchArrays, batchDataset } from '../batch-dataset.ts';
import type { Procedure } from '../recording/recorded.ts';
import { replayable } from '../recording/replay.ts';
import type { PassRequest, TfjsTrainable } from '../trainable.ts';
import { newStatistics } from '../training-mode.ts';
import { type View, viewOf } from '../view.ts';

/** Samples with their targets. */
export interface Compared extends BatchArrays {
  /** The total loss for this many samples. */
  readonly loss: Procedure;
  /** Factor of the total. */
  readonly scale: number;
}

/** A micro-batch. */
export interface StepPart extends Compared {
  readonly seed: string;
}

/** The loss, []. @param ys  targets */
export const lossView = ({ loss, scale }: Compared, ys: tf.Tensor): PassRequest['loss'] => {
  const replay = replayable(loss);
  return (nn, outputs) => {
    const given: readonly View[] = [outputs[0]!, viewOf(ys)];
    const [total] = replay({ nn, given, batch: 1 });
    return nn.mul(total!, viewOf(tf.scalar(scale)));
  };
};

/** Accumulates gradients, and frees both operands. */
const added = (known: Map<string, tf.Tensor>, found: ReadonlyMap<string, tf.Tensor>): void => {
  for (const [name, gradient] of found) {
    const before = known.get(name);
    known.set(name, before === undefined ? gradient : tf.add(before, gradient));
    if (before !== undefined) tf.dispose([before, gradient]);
  }
};

/**
 * Runs all micro-batches in order, up to the first whose loss is not finite. The caller frees the gradients, and adopts or drops the statistics. Leaves
 * nothing behind on failure.
 */
export const gatherGradients = async (
  model: TfjsTrainable,
  { parts, trained }: { readonly parts: readonly StepPart[]; readonly trained: readonly string[] },
) => {
  const gradients = new Map<string, tf.Tensor>();
  const statistics = newStatistics();
  let loss = 0;
  try {
    const batches = await batchDataset(
      () => parts,
      () => ({}),
    ).iterator();
    for (const part of parts) {
      const { xs, ys } = (await batches.next()).value;
      try {
        const pass = model.differentiate({
          inputs: xs,
          seed: part.seed,
          loss: lossView(part, ys),
          trained,
          statistics,
        });
        added(gradients, pass.gradients);
        const [value] = await pass.loss.data<'float32'>();
        pass.loss.dispose();
        loss += value!;
      } finally {
        tf.dispose([xs, ys]);
      }
      if (!Number.isFinite(loss)) break;
    }
    return { loss, gradients, statistics };
  } catch (error) {
    tf.dispose([...gradients.values()]);
    throw error;
  }
};
