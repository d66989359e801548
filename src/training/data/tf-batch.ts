import type { Dataset as TfDataset } from '@tensorflow/tfjs-data';
import type { BatchTensors } from '../../models/nn/tfjs/batch-dataset.ts';
import type { DataBatch } from './batch-of.ts';

/** A batch as tensors on the active backend, owned by the caller; `ys` are heatmaps, or a severity per location. */
export type TfBatch = BatchTensors & {
  /** `4003253 left l4_l5`, in order. */
  readonly samples: string[];
};

/** Activates TensorFlow.js' plain backend, which keeps the arrays unchanged, if no other is active. */
const activateBackend = async () => {
  const tf = await import('@tensorflow/tfjs-core');
  if (!tf.getBackend()) {
    tf.enableProdMode(); // no advertisements on the console
    await import('@tensorflow/tfjs-backend-cpu');
  }
  await tf.ready();
};

/**
 * Batches as a `tf.data` dataset on the active backend, for custom training loops; also feeds the TensorFlow.js engine.
 * A batch becomes tensors on demand; each iteration starts a new pass. Dispose of a batch's tensors after use.
 * @param batches  starts a pass over the data, such as `() => data.training({ epoch: 0 })`
 *
 * @example
 * import { experimentDataset, loadExperiments, openData, tfDataset } from 'spinestream/training';
 *
 * const experiment = (await loadExperiments('nano-foraminal-roi', {})).experiments[0]!;
 * const { labels, studiesOf } = await openData(experiment, { data: 'data' });
 * const studies = studiesOf([...labels.keys()].slice(0, 1));
 * const data = experimentDataset(experiment, { studies, labels, signal: new AbortController().signal });
 * const batches = await tfDataset(() => data.validation());
 * const shapes: number[][] = [];
 * await batches.forEachAsync(({ ys }) => void shapes.push(ys.shape));
 * shapes.length > 0; // true
 */
export const tfDataset = async (batches: () => AsyncGenerator<DataBatch>): Promise<TfDataset<TfBatch>> => {
  const [{ batchDataset }] = await Promise.all([import('../../models/nn/tfjs/batch-dataset.ts'), activateBackend()]);
  return batchDataset(batches, ({ samples }) => ({ samples: [...samples] }));
};
