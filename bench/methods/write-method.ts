import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { givenIn } from './given-paths.ts';
import type { Method } from './methods.ts';
import { nanoRecipe, type Tree, treeAt, withSection } from './recipe.ts';

const BASELINE_NAME = 'baseline';

/** Files of a method, and the folder of its networks. */
export interface WrittenMethod {
  /** Experiments that differ from the baseline's, as one list; undefined if none does. */
  readonly experiments: string | undefined;
  readonly pipeline: string;
  readonly models: string;
}

const nameOf = ({ name }: Tree): string => {
  if (typeof name !== 'string') throw new Error('an experiment has no name');
  return name;
};

const isKeypoints = (experiment: Tree): boolean => Object.hasOwn(treeAt(experiment, 'samples'), 'heatmaps');

/** Path of a network: in the method's folder if the method trains it. */
const modelFolders = (pipeline: Tree, folderOf: (name: string) => string): Tree =>
  Object.fromEntries(
    Object.entries(treeAt(pipeline, 'models')).map(([model, path]) => {
      const name = String(path).replace('${models}/', '');
      return [model, join(folderOf(name), name)];
    }),
  );

const baselineFolder = (root: string): string => join(root, 'models', BASELINE_NAME);

/** The models of the recipe's pipeline, as the baseline has them. */
export const modelsOfBaseline = (pipeline: Tree, { root, keypoints }: Omit<WriteOptions, 'foldCount'>): Tree =>
  modelFolders(pipeline, (name) =>
    keypoints !== undefined && name.startsWith('nano_coord') ? keypoints : baselineFolder(root),
  );

export interface WriteOptions {
  /** Parent folder of everything trained and graded. */
  readonly root: string;
  /** Run folders of existing keypoint networks; then none are trained. */
  readonly keypoints?: string | undefined;
  readonly foldCount: number;
}

/** Writes the experiments that a method trains, and its pipeline. */
export const writeMethod = async (
  { name, change }: Pick<Method, 'name' | 'change'>,
  { root, keypoints, foldCount }: WriteOptions,
): Promise<WrittenMethod> => {
  const recipe = await nanoRecipe();
  const changed = await change(recipe, givenIn(root));
  const { pipeline } = changed;
  const experiments = Object.fromEntries(
    Object.entries(changed.experiments).filter(
      ([file, one]) => name === BASELINE_NAME || !isDeepStrictEqual(one, recipe.experiments[file]),
    ),
  );
  const folder = join(root, 'files', name);
  const models = join(root, 'models', name);
  await mkdir(folder, { recursive: true });
  const given = Object.values(changed.experiments).filter((one) => keypoints !== undefined && isKeypoints(one));
  const own = Object.entries(experiments)
    .filter(([, one]) => !given.includes(one))
    .map(([file, one]) => [file, withSection(one, 'folds', { count: foldCount })] as const);
  for (const [file, one] of own) await writeFile(join(folder, `${file}.yaml`), stringify(one));
  const list = join(folder, 'experiments.yaml');
  if (own.length > 0) await writeFile(list, stringify({ name, experiments: own.map(([file]) => `./${file}.yaml`) }));
  const folders = new Map([
    ...own.map(([, one]) => [nameOf(one), models] as const),
    ...given.map((one) => [nameOf(one), keypoints ?? ''] as const),
  ]);
  const baseline = baselineFolder(root);
  const file = join(folder, 'pipeline.yaml');
  await writeFile(
    file,
    stringify({ ...pipeline, name, models: modelFolders(pipeline, (model) => folders.get(model) ?? baseline) }),
  );
  return { experiments: own.length > 0 ? list : undefined, pipeline: file, models };
};
