import type { Tensor } from '../domain/image.ts';
import type { ModelSet } from './model-store.ts';
import type { PredictOptions, Tensors } from './runtime/runtime.ts';

/**
 * The outputs of each of the model's folds.
 * @param options  inputs may be transferred, but only for a single fold, since each of several needs them
 */
export const foldPredictions = (
  { members }: ModelSet,
  inputs: Tensors,
  { transfer = false, signal }: PredictOptions = {},
): Promise<readonly Tensors[]> => {
  const given = { transfer: transfer && members.length === 1, signal };
  return Promise.all(members.map((member) => member.predict(inputs, given)));
};

/** Every output as the mean over folds, summed in fold order. */
const meanOfPredictions = ([first, ...others]: readonly Tensors[]): Tensors => {
  if (first === undefined || others.length === 0) return first ?? {};
  return Object.fromEntries(
    Object.entries(first).map(([name, tensor]) => [name, meanOf([tensor, ...others.map((one) => one[name]!)])]),
  );
};

/**
 * Returns every output as the mean over the model's folds, summed in the order of the folds.
 * @param inputs   by name, samples on axis 0
 * @param options  whether the inputs' buffers may be transferred; only happens for a single fold, since each of several needs them
 *
 * @example
 * import { meanPrediction } from 'spinestream/models';
 * import { exampleModels } from 'spinestream/testing';
 *
 * const architecture = { kind: 'keypoints', encoder: 'resnet18', inChannels: 3, outChannels: 5 } as const;
 * const model = await exampleModels({ coord: { architecture, resolutionPx: 32 } }).get('coord');
 * const [{ name } = { name: '' }] = model.architecture.inputs;
 * const input = { shape: [1, 3, 32, 32], data: new Float32Array(3 * 32 * 32) };
 * Object.values(await meanPrediction(model, { [name]: input })).map(({ shape }) => shape); // [[1, 5, 32, 32]]
 */
export const meanPrediction = async (model: ModelSet, inputs: Tensors, options?: PredictOptions): Promise<Tensors> =>
  meanOfPredictions(await foldPredictions(model, inputs, options));

/** The mean of tensors of one shape, summed in order. */
export const meanOf = (tensors: readonly Tensor[]): Tensor => {
  const [{ shape, data }, ...others] = tensors as [Tensor, ...Tensor[]];
  if (others.length === 0) return { shape, data };
  const sums = Float64Array.from(data);
  for (const other of others) for (let i = 0; i < sums.length; i++) sums[i]! += other.data[i]!;
  return { shape, data: Float32Array.from(sums, (sum) => sum / tensors.length) };
};
