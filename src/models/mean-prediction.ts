import type { Tensor } from '../domain/image.ts';
import type { ModelSet } from './model-store.ts';
import type { PredictOptions } from './runtime/runtime.ts';

type Tensors = Readonly<Record<string, Tensor>>;

/**
 * The outputs of each of the model's folds.
 * @param options  inputs may be given away; they are only where there is a single fold, for each of several needs them
 */
export const foldPredictions = (
  { members }: ModelSet,
  inputs: Tensors,
  { transfer = false }: PredictOptions = {},
): Promise<readonly Tensors[]> => {
  const given = { transfer: transfer && members.length === 1 };
  return Promise.all(members.map((member) => member.predict(inputs, given)));
};

/** Every output as the mean over folds, summed in their order. */
export const meanOfPredictions = ([first, ...others]: readonly Tensors[]): Tensors => {
  if (first === undefined || others.length === 0) return first ?? {};
  return Object.fromEntries(
    Object.entries(first).map(([name, tensor]) => [name, meanOf([tensor, ...others.map((one) => one[name]!)])]),
  );
};

/**
 * Every output as the mean over the model's folds, summed in the order of the folds.
 * @param options  inputs may be given away; they are only where there is a single fold, for each of several needs them
 */
export const meanPrediction = async (model: ModelSet, inputs: Tensors, options?: PredictOptions): Promise<Tensors> =>
  meanOfPredictions(await foldPredictions(model, inputs, options));

/** The mean of tensors of one shape, summed in their order. */
export const meanOf = (tensors: readonly Tensor[]): Tensor => {
  const [{ shape, data }, ...others] = tensors as [Tensor, ...Tensor[]];
  if (others.length === 0) return { shape, data };
  const sums = Float64Array.from(data);
  for (const other of others) for (let i = 0; i < sums.length; i++) sums[i]! += other.data[i]!;
  return { shape, data: Float32Array.from(sums, (sum) => sum / tensors.length) };
};
