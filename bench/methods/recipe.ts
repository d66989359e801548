import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** A YAML file as plain values. */
export type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The mapping under a key; empty if the key is missing. @throws if the value is not a mapping */
export const treeAt = (tree: Tree, key: string): Tree => {
  const value = tree[key] ?? {};
  if (!isTree(value)) throw new Error(`"${key}" of a shipped file is no map`);
  return value;
};

/** Steps of a pipeline or experiment: the operator's name and its options. */
export const stepsOf = (tree: Tree): readonly (readonly [operator: string, options: Tree])[] => {
  const { steps } = tree;
  if (!Array.isArray(steps)) throw new Error('a shipped file has no steps');
  return steps.map((step: unknown) => {
    const [operator] = isTree(step) ? Object.keys(step) : [];
    if (!isTree(step) || operator === undefined) throw new Error('a step of a shipped file is no map');
    return [operator, treeAt(step, operator)] as const;
  });
};

/** Changes options of some steps. */
export const withSteps = (tree: Tree, change: (operator: string, options: Tree) => Tree): Tree => ({
  ...tree,
  steps: stepsOf(tree).map(([operator, options]) => ({ [operator]: change(operator, options) })),
});

/** Replaces or adds some options of a section. */
export const withSection = (tree: Tree, section: string, options: Tree): Tree => ({
  ...tree,
  [section]: { ...treeAt(tree, section), ...options },
});

const shipped = async (path: string): Promise<Tree> => {
  const value: unknown = parse(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'));
  if (!isTree(value)) throw new Error(`${path} is no map`);
  return value;
};

/** What is trained and how the results are combined: experiments by file name, and a pipeline. */
export interface Recipe {
  readonly experiments: Readonly<Record<string, Tree>>;
  readonly pipeline: Tree;
}

const NANO = [
  'nano-coord-sagt2',
  'nano-coord-sagt1',
  'nano-coord-axi',
  'nano-spinal-roi',
  'nano-foraminal-roi',
  'nano-subarticular-roi',
] as const;

/** A shipped experiment file. */
export const shippedExperiment = (file: string): Promise<Tree> => shipped(`experiments/${file}.yaml`);

const KEPT_OUTPUTS = ['submission', 'coordinates'];

/** The nano networks and the demo's pipeline, without its report and the steps that only the report needs. */
export const nanoRecipe = async (): Promise<Recipe> => {
  const pipeline = await shipped('pipelines/demo.yaml');
  const outputs = Array.isArray(pipeline.outputs) ? pipeline.outputs.filter(isTree) : [];
  return {
    experiments: Object.fromEntries(await Promise.all(NANO.map(async (file) => [file, await shippedExperiment(file)]))),
    pipeline: {
      ...pipeline,
      variables: { rules: 'dicom' },
      steps: stepsOf(pipeline)
        .filter(([operator]) => operator !== 'assess-confidence')
        .map(([operator, options]) => ({ [operator]: options })),
      outputs: outputs.filter((output) => KEPT_OUTPUTS.some((name) => Object.hasOwn(output, name))),
    },
  };
};
