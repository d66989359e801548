import { linear } from '../nn/layers.ts';
import type { Scope } from '../nn/scope.ts';
import { sizeAt } from '../nn/shape-rules.ts';
import { type RoiFeaturesOptions, roiFeatures } from './roi-features.ts';

/** One extractor of a model, by its place in the state dict, and the inputs that it processes in order. */
interface RoiBranch {
  readonly place: string;
  readonly inputs: readonly string[];
}

/** A region-of-interest model: extractors in order, and one linear layer from their feature vectors to logits. */
export interface RoiModelVariant {
  readonly branches: readonly RoiBranch[];
  readonly classes: number;
}

/** Logits of the global model: severity * 5 + condition. */
export const ROI_MODELS = {
  spinal: {
    branches: [
      { place: 'model_sagt2', inputs: ['sagt2'] },
      { place: 'model_axi', inputs: ['axial_centre'] },
    ],
    classes: 3,
  },
  spinal_axial: { branches: [{ place: 'model', inputs: ['axial_centre'] }], classes: 3 },
  foraminal: { branches: [{ place: 'model', inputs: ['sagt1'] }], classes: 3 },
  subarticular: { branches: [{ place: 'model', inputs: ['axial'] }], classes: 3 },
  global: {
    branches: [
      { place: 'model_sagt2', inputs: ['sagt2'] },
      { place: 'model_sagt1', inputs: ['sagt1_left', 'sagt1_right'] },
      { place: 'model_axi', inputs: ['axial_left', 'axial_right'] },
    ],
    classes: 15,
  },
} as const satisfies Record<string, RoiModelVariant>;

/**
 * Feature vectors of all inputs, concatenated branch by branch, [n, inputs * features]. Inputs with a common extractor pass through it in order.
 * Inputs are [n, slices, rows, columns], in the order of the branches.
 */
export const branchVectors = <T>(
  at: Scope<T>,
  inputs: readonly T[],
  { branches, extractor }: Pick<RoiModelVariant, 'branches'> & { extractor: RoiFeaturesOptions },
): T => {
  const { nn } = at;
  let taken = 0;
  const vectors = branches.map(({ place, inputs: { length } }) => {
    const own = inputs.slice(taken, taken + length);
    taken += length;
    const together = nn.eachStep(nn.concat(own, 1), length, (input) => roiFeatures(at.in(place), input, extractor));
    const shape = nn.shapeOf(together);
    return nn.reshape(together, [shape[0]!, length * sizeAt(shape, 2)]);
  });
  return nn.concat(vectors, 1);
};

/** What a region network computes. */
export interface RegionOutputs<T> {
  readonly logits: T;
  /** The input of the last linear layer, [n, ..., features]. */
  readonly features: T;
}

/** Inputs in the order of the branches, each [n, slices, rows, columns], to logits [n, classes] and features. */
export const roiModel = <T>(
  at: Scope<T>,
  inputs: readonly T[],
  { classes, ...options }: RoiModelVariant & { extractor: RoiFeaturesOptions },
): RegionOutputs<T> => {
  const features = branchVectors(at, inputs, options);
  return { logits: linear(at.in('classifier'), features, { out: classes }), features };
};
