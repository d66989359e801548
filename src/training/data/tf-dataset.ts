import type { Tensor as TfTensor } from '@tensorflow/tfjs-core';
import type { Dataset as TfDataset } from '@tensorflow/tfjs-data';
import type { Tensor } from '../../domain/image.ts';
import type { DataBatch } from './batch-of.ts';

/** A batch as tensors of the backend in use; whoever takes it disposes of it. A type, not an interface, for TensorFlow.js' containers. */
export type TfBatch = {
  /** Inputs by name. */
  readonly xs: { readonly [name: string]: TfTensor };
  /** Heatmaps, or severities a location. */
  readonly ys: TfTensor;
};

/**
 * Batches as a `tf.data` dataset, for training loops of one's own in TensorFlow.js: `model.fitDataset`, or `forEachAsync`.
 * Made while they are asked for, anew in every pass.
 * @param batches  begins a pass, e.g. `() => dataset.training({ epoch: epoch++ })`
 */
export const tfDataset = async (batches: () => AsyncGenerator<DataBatch>): Promise<TfDataset<TfBatch>> => {
  const [{ generator }, { tensor }] = await Promise.all([
    import('@tensorflow/tfjs-data'),
    import('@tensorflow/tfjs-core'),
  ]);
  const asTensor = ({ shape, data }: Tensor): TfTensor => tensor(data, [...shape]);
  return generator(async function* () {
    for await (const { inputs, target } of batches()) {
      const xs = Object.entries(inputs).map(([name, value]) => [name, asTensor(value)] as const);
      yield { xs: Object.fromEntries(xs), ys: asTensor(target) };
    }
  });
};
