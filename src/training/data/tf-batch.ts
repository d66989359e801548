import type { Tensor as TfTensor } from '@tensorflow/tfjs-core';
import type { Dataset as TfDataset } from '@tensorflow/tfjs-data';
import type { Tensor } from '../../domain/image.ts';
import type { DataBatch } from './batch-of.ts';

/** A batch as tensors of the backend in use; whoever takes it disposes of it. A type, not an interface, for TensorFlow.js' containers. */
export type TfBatch = {
  /** Inputs by name, samples on axis 0. */
  readonly xs: { readonly [name: string]: TfTensor };
  /** Heatmaps, or severities a location. */
  readonly ys: TfTensor;
  /** `4003253 left l4_l5`, in order. */
  readonly samples: string[];
};

/** Where no backend is in use, TensorFlow.js' own plain one is, which keeps the arrays as they are. */
const startedTf = async () => {
  const tf = await import('@tensorflow/tfjs-core');
  if (!tf.getBackend()) {
    tf.enableProdMode(); // no advertisements on the console
    await import('@tensorflow/tfjs-backend-cpu');
  }
  await tf.ready();
  return tf;
};

/**
 * Batches as a `tf.data` dataset on the backend in use, for a training loop of one's own. A batch becomes tensors when it is asked for, and
 * not before; each iteration begins a new pass.
 *
 * @example
 * const batches = await tfDataset(() => data.training({ epoch: 0 }));
 * await batches.forEachAsync(({ xs, ys }) => { ... });
 */
export const tfDataset = async (batches: () => AsyncGenerator<DataBatch>): Promise<TfDataset<TfBatch>> => {
  const [tf, { generator }] = await Promise.all([startedTf(), import('@tensorflow/tfjs-data')]);
  const asTensor = ({ shape, data }: Tensor): TfTensor => tf.tensor(data, [...shape]);
  return generator(async function* () {
    for await (const { inputs, target, samples } of batches())
      yield {
        xs: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, asTensor(input)])),
        ys: asTensor(target),
        samples: [...samples],
      };
  });
};
