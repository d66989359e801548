import { FURTHER } from './further.ts';
import { ofRegions, ofSteps } from './of-regions.ts';
import { type Recipe, shippedExperiment, stepsOf, withSection } from './recipe.ts';

/** What a method builds on: predicted keypoints, or runs of the baseline out of fold. */
export interface Given {
  readonly coordinates: string;
  readonly baseline: string;
  /** With the logits of each network. */
  readonly level1: string;
}
export type Need = 'coordinates' | 'baseline' | 'level-1';

/** A possible improvement of the recipe: it changes what is trained, how grades are made from it, or both. */
export interface Method {
  readonly name: string;
  readonly summary: string;
  /** Made before the method is tried. */
  readonly needs?: Need;
  readonly change: (recipe: Recipe, given: Given) => Recipe | Promise<Recipe>;
}

/** Classifies with the canal's axial network before the ensemble, and splits the weight with the sagittal one. */
const withSpinalAxial = async ({ experiments, pipeline }: Recipe): Promise<Recipe> => ({
  experiments: { ...experiments, 'nano-spinal-axial-roi': await shippedExperiment('nano-spinal-axial-roi') },
  pipeline: {
    ...withSection(pipeline, 'models', { spinal_axial: '${models}/nano_spinal_axial' }),
    steps: stepsOf(pipeline).flatMap(([operator, options]) =>
      operator === 'ensemble-average'
        ? [
            { classify: { model: 'spinal_axial', rois: { axial_centre: 'axial-centre' }, as: 'spinal-axial' } },
            {
              [operator]: {
                ...options,
                logits: ['spinal', 'spinal-axial', 'foraminal', 'subarticular'],
                weights: { spinal: 0.5, 'spinal-axial': 0.5 },
              },
            },
          ]
        : [{ [operator]: options }],
    ),
  },
});

const SINGLE: readonly Method[] = [
  {
    name: 'spinal-axial',
    summary: 'a second network grades the canal from axial regions; logits averaged',
    change: withSpinalAxial,
  },
  {
    name: 'views-mirror',
    summary: 'keypoints and grades averaged with those of the mirrored patient',
    change: (recipe) => ofSteps(recipe, ['heatmap-keypoints', 'classify'], { views: { mirror: true } }),
  },
  {
    name: 'views',
    summary: 'the same, and regions turned by 5 degrees and moved by a slice',
    change: (recipe) =>
      ofSteps(ofSteps(recipe, ['heatmap-keypoints'], { views: { mirror: true } }), ['classify'], {
        views: { mirror: true, rotateDeg: 5, shiftSlices: 1 },
      }),
  },
  {
    name: 'mirror',
    summary: 'region networks also learn from the mirrored patient, labels exchanged',
    change: (recipe) => ofRegions(recipe, (one) => withSection(one, 'augmentation', { mirror: { probability: 0.5 } })),
  },
  {
    name: 'mixup',
    summary: 'half of the batches of region networks are mixed sample by sample',
    change: (recipe) => ofRegions(recipe, (one) => withSection(one, 'augmentation', { mixup: { probability: 0.5 } })),
  },
  {
    name: 'cutmix',
    summary: 'half of the batches of region networks have rectangles of other samples',
    change: (recipe) => ofRegions(recipe, (one) => withSection(one, 'augmentation', { cutmix: { probability: 0.5 } })),
  },
  {
    name: 'label-smoothing',
    summary: 'labels of region networks smoothed by 0.1',
    change: (recipe) =>
      ofRegions(recipe, (one) =>
        withSection(one, 'training', { loss: { 'smoothed-cross-entropy': { smoothing: 0.1 } } }),
      ),
  },
];

const single = (): readonly Method[] => [...SINGLE, ...FURTHER];

/** Part of another method, an alternative to one (with a loss of its own), built on the baseline's grades, or worse than the baseline: left out of "together". */
const ALONE_ONLY = ['views-mirror', 'cutmix', 'label-smoothing', 'aligned', 'any-severe', 'soft-labels', 'level-2'];

const together: Method = {
  name: 'together',
  summary: `all of them but ${ALONE_ONLY.join(', ')}`,
  needs: 'coordinates',
  change: async (recipe, given) => {
    let changed = recipe;
    for (const { name, change } of single()) if (!ALONE_ONLY.includes(name)) changed = await change(changed, given);
    return changed;
  },
};

/** The baseline of all comparisons. */
export const BASELINE: Method = {
  name: 'baseline',
  summary: 'the nano recipe, all keypoints from labels',
  change: (recipe) => recipe,
};

export const METHODS: readonly Method[] = [BASELINE, ...single(), together];
