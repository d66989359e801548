import type { Method } from './methods.ts';
import { ofRegions, ofSteps } from './of-regions.ts';
import { type Recipe, shippedExperiment, stepsOf, type Tree, treeAt, withSection, withSteps } from './recipe.ts';

/** Adds a network that grades, and lets the last step combine its logits with the others. */
const withNetwork = (
  { experiments, pipeline }: Recipe,
  network: { readonly file: string; readonly experiment: Tree; readonly model: string; readonly rois: Tree },
): Recipe => {
  const { file, experiment, model, rois } = network;
  return {
    experiments: { ...experiments, [file]: experiment },
    pipeline: {
      ...withSection(pipeline, 'models', { [model]: `\${models}/${String(experiment.name)}` }),
      steps: stepsOf(pipeline).flatMap(([operator, options]) =>
        operator === 'ensemble-average'
          ? [
              { classify: { model, rois, as: model } },
              { [operator]: { ...options, logits: [...(Array.isArray(options.logits) ? options.logits : []), model] } },
            ]
          : [{ [operator]: options }],
      ),
    },
  };
};

const STUDY_ROIS = { sagt2: 'sagt2', sagt1: 'sagt1', axial: 'axial' };

/** The study network at the size of the nano networks; small batches, since a study is one sample. */
const nanoStudy = async (): Promise<Tree> => {
  const shipped = await shippedExperiment('study-roi');
  const { suffix: _, ...variables } = treeAt(shipped, 'variables');
  const small = { ...variables, backbone: 'resnet10_nano', resolution: 64, learningRate: 1e-3, pretrained: 'none' };
  const network = withSection({ ...shipped, name: 'nano_study', variables: small }, 'model', {
    architecture: { ...treeAt(treeAt(shipped, 'model'), 'architecture'), hidden: 64 },
  });
  const trained = withSection(network, 'training', { epochs: 8, batch: 4 });
  return withSection(trained, 'augmentation', { filterProbability: 0.25, maxAngleDeg: 10 });
};

const withStudy = async (recipe: Recipe, training: Tree): Promise<Recipe> => {
  const experiment = withSection(await nanoStudy(), 'training', training);
  return withNetwork(recipe, { file: 'nano-study-roi', experiment, model: 'study', rois: STUDY_ROIS });
};

const LEVEL_1 = { spinal: 'spinal', foraminal: 'foraminal', subarticular: 'subarticular' };

/** The nano level-2 network over the three region networks. */
const withLevel2 = async ({ experiments, pipeline }: Recipe, run: string): Promise<Recipe> => {
  const shipped = await shippedExperiment('nano-level-2');
  const model = treeAt(shipped, 'model');
  const experiment = withSection(
    withSection(shipped, 'model', { architecture: { ...treeAt(model, 'architecture'), networks: LEVEL_1 } }),
    'variables',
    { run },
  );
  return {
    experiments: { ...experiments, 'nano-level-2': experiment },
    pipeline: {
      ...withSection(pipeline, 'models', { level_2: '${models}/nano_level_2' }),
      steps: stepsOf(pipeline).map(([operator, options]) =>
        operator === 'ensemble-average'
          ? { 'combine-logits': { ...options, model: 'level_2' } }
          : { [operator]: options },
      ),
    },
  };
};

/** Options that change crops, labels or the networks themselves. */
export const FURTHER: readonly Method[] = [
  {
    name: 'aligned',
    summary: 'regions turned with the disc',
    change: (recipe) =>
      ofSteps(
        ofRegions(recipe, (one) =>
          withSteps(one, (operator, o) => (operator === 'crop-rois' ? { ...o, align: 'turn' } : o)),
        ),
        ['crop-rois'],
        { align: 'turn' },
      ),
  },
  {
    name: 'predicted',
    summary: 'half of the keypoints that region networks learn from are predicted',
    needs: 'coordinates',
    change: (recipe, { coordinates }) =>
      ofRegions(recipe, (one) => withSection(one, 'labels', { predicted: coordinates })),
  },
  {
    name: 'soft-labels',
    summary: 'labels of region networks mixed with out-of-fold probabilities of the recipe, half each',
    needs: 'baseline',
    change: (recipe, { baseline }) =>
      ofRegions(recipe, (one) => withSection(one, 'labels', { pseudo: { run: baseline, weight: 0.5 } })),
  },
  {
    name: 'study',
    summary: 'a study network averaged with the region networks',
    change: (recipe) => withStudy(recipe, {}),
  },
  {
    name: 'any-severe',
    summary: 'the same, with "severe at any level" in the loss of the study network',
    change: (recipe) => withStudy(recipe, { loss: { 'any-severe': { weight: 1 } } }),
  },
  {
    name: 'level-2',
    summary: 'a level-2 network combines the logits of the region networks',
    needs: 'level-1',
    change: (recipe, { level1 }) => withLevel2(recipe, level1),
  },
];
