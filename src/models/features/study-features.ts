import type { FeatureDistance } from '../../domain/feature-distance.ts';
import { elementCount } from '../../domain/image.ts';
import { mean } from '../../domain/statistics/mean.ts';
import type { ModelSet } from '../model-store.ts';
import type { Tensors } from '../runtime/runtime.ts';
import { type FeatureVectors, featureDistance } from './feature-space.ts';

/** Name of the output that a region network has with `features`. */
const FEATURES = 'features';

/** Rows of a batch in which every input has a pixel other than 0, so that all regions were seen. */
export const rowsWithPixels = (inputs: Tensors): readonly number[] => {
  const tensors = Object.values(inputs);
  return Array.from({ length: tensors[0]?.shape[0] ?? 0 }, (_, row) => row).filter((row) =>
    tensors.every(({ shape, data }) => {
      const size = elementCount(shape.slice(1));
      return data.subarray(row * size, (row + 1) * size).some((value) => value !== 0);
    }),
  );
};

/** The feature vectors of some rows; undefined if the network gives none. */
export const vectorsOf = (outputs: Tensors, rows: readonly number[]): FeatureVectors | undefined => {
  const tensor = outputs[FEATURES];
  if (tensor === undefined) return undefined;
  const size = elementCount(tensor.shape.slice(1));
  const data = new Float32Array(rows.length * size);
  for (const [index, row] of rows.entries()) data.set(tensor.data.subarray(row * size, (row + 1) * size), index * size);
  return { features: tensor.shape.at(-1)!, data };
};

/**
 * Returns how far a study's features are from those of the training studies, as the mean over the model's folds.
 * @param rows         rows of the batch that were seen
 * @param predictions  outputs of each fold
 */
export const studyFeatureDistance = (
  { name, features: references }: ModelSet,
  rows: readonly number[],
  predictions: readonly Tensors[],
): FeatureDistance => {
  if (references === undefined) return { network: name, distance: undefined, usual: undefined, bound: undefined };
  const distances = predictions.flatMap((outputs, fold) => {
    const vectors = vectorsOf(outputs, rows);
    return vectors === undefined || rows.length === 0 ? [] : [featureDistance(references[fold]!.space, vectors)];
  });
  const bounds = references.flatMap(({ bound }) => bound ?? []);
  return {
    network: name,
    distance: distances.length === references.length ? mean(distances) : undefined,
    usual: mean(references.map(({ distances: { high } }) => high)),
    bound: bounds.length === references.length ? mean(bounds) : undefined,
  };
};
