import type { TensorContainer, Tensor as TfTensor } from '@tensorflow/tfjs-core';
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

/** How batches become tensors. Where no backend is in use, TensorFlow.js' own plain one is, which keeps the arrays as they are. */
export const tensorsOfBatches = async (): Promise<(batch: DataBatch) => TfBatch> => {
  const tf = await import('@tensorflow/tfjs-core');
  if (!tf.getBackend()) {
    tf.enableProdMode(); // no advertisements on the console
    await import('@tensorflow/tfjs-backend-cpu');
  }
  await tf.ready();
  const asTensor = ({ shape, data }: Tensor): TfTensor => tf.tensor(data, [...shape]);
  return ({ inputs, target, samples }) => ({
    xs: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, asTensor(input)])),
    ys: asTensor(target),
    samples: [...samples],
  });
};

/** The numbers of a tensor somewhere in what `tf.data` passes on. */
export const numbersIn = async (container: TensorContainer): Promise<readonly number[]> => {
  const { tensor_util } = await import('@tensorflow/tfjs-core');
  const [tensor] = tensor_util.getTensorsInContainer(container);
  return tensor === undefined ? [] : Array.from(await tensor.data());
};

/**
 * What a dataset gives, one after another, no more than is asked for.
 * @param signal  ends it, also where the dataset then fails for that reason
 */
export async function* itemsOf<T extends TensorContainer>(
  dataset: TfDataset<T>,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  const items = await dataset.iterator();
  while (!signal?.aborted) {
    const next = await items.next().catch((error: unknown) => {
      if (signal?.aborted) return { done: true as const };
      throw error;
    });
    if (next.done) return;
    yield next.value;
  }
}

/** The batches of a dataset as an engine takes them; their tensors are disposed of. @param signal  as for `itemsOf` */
export async function* batchesOf(dataset: TfDataset<TfBatch>, signal?: AbortSignal): AsyncGenerator<DataBatch> {
  for await (const { xs, ys, samples } of itemsOf(dataset, signal)) {
    const inputs: Record<string, Tensor> = {};
    for (const [name, tensor] of Object.entries(xs)) inputs[name] = await arrayOf(tensor);
    yield { inputs, target: await arrayOf(ys), samples };
  }
}

const arrayOf = async (tensor: TfTensor): Promise<Tensor> => {
  const data = await tensor.data<'float32'>();
  tensor.dispose();
  return { shape: tensor.shape, data };
};
