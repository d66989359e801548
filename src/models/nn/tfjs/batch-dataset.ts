import type * as tf from '@tensorflow/tfjs-core';
import { type Dataset, generator } from '@tensorflow/tfjs-data';
import type { Tensor } from '../../../domain/image.ts';
import { tensorOf } from './host-tensors.ts';

/** A batch as arrays. */
export interface BatchArrays {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly target: Tensor;
}

/** A batch as tensors, disposed of by the consumer. A type, not an interface, for TensorFlow.js' containers. */
export type BatchTensors = {
  /** Inputs by name, samples on axis 0. */
  readonly xs: { readonly [name: string]: tf.Tensor };
  /** Targets. */
  readonly ys: tf.Tensor;
};

/** Copies the batch into the memory of the active backend. */
export const tensorsOf = ({ inputs, target }: BatchArrays): BatchTensors => ({
  xs: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, tensorOf(input)])),
  ys: tensorOf(target),
});

/** A `tf.data` dataset of batches. Tensors are created on demand, so a device holds one batch at a time; every iteration starts a new pass. */
export const batchDataset = <B extends BatchArrays, E extends tf.TensorContainerObject = Record<never, never>>(
  batches: () => AsyncIterable<B> | Iterable<B>,
  extra: (batch: B) => E,
): Dataset<BatchTensors & E> =>
  generator(async function* () {
    for await (const batch of batches()) yield { ...tensorsOf(batch), ...extra(batch) };
  });
