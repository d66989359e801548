import { linear } from '../nn/layers.ts';
import type { Scope } from '../nn/scope.ts';
import { type RoiFeaturesOptions, roiFeatures } from './roi-features.ts';

/** One extractor of a model, by its place in the state dict, and the inputs that it sees one after another. */
export interface RoiBranch {
  readonly place: string;
  readonly inputs: readonly string[];
}

/** A model of regions of interest: its extractors in order, whose vectors one linear layer turns into logits. */
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

export type RoiModelName = keyof typeof ROI_MODELS;

/** The vectors of a branch's inputs side by side: inputs [n, slices, rows, columns] to [n, inputs * features]. */
const branchFeatures = <T>(at: Scope<T>, inputs: readonly T[], extractor: RoiFeaturesOptions): T => {
  const { nn } = at;
  if (inputs.length === 1) return roiFeatures(at, inputs[0]!, extractor);
  const together = nn.eachStep(nn.concat(inputs, 1), inputs.length, (input) => roiFeatures(at, input, extractor));
  const [n, count, features] = nn.shapeOf(together);
  return nn.reshape(together, [n!, Number(count) * Number(features)]);
};

/** Inputs in the order of the branches, each [n, slices, rows, columns], to logits [n, classes]. */
export const roiModel = <T>(
  at: Scope<T>,
  inputs: readonly T[],
  { branches, classes, extractor }: RoiModelVariant & { extractor: RoiFeaturesOptions },
): T => {
  let taken = 0;
  const vectors = branches.map(({ place, inputs: names }) => {
    const own = inputs.slice(taken, taken + names.length);
    taken += names.length;
    return branchFeatures(at.in(place), own, extractor);
  });
  return linear(at.in('classifier'), at.nn.concat(vectors, 1), { out: classes });
};
