import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { BASELINE, type Method } from './methods.ts';
import { nanoRecipe, type Tree, treeAt } from './recipe.ts';

/** Files of a method, and the folder of its own networks. */
export interface WrittenMethod {
  /** Experiments that differ from the baseline's, as one list; undefined where none does. */
  readonly experiments: string | undefined;
  readonly pipeline: string;
  readonly models: string;
}

const nameOf = ({ name }: Tree): string => {
  if (typeof name !== 'string') throw new Error('an experiment has no name');
  return name;
};

/** Networks that are trained as the baseline's are the baseline's. */
const modelFolders = (pipeline: Tree, own: ReadonlySet<string>, folders: { own: string; baseline: string }): Tree =>
  Object.fromEntries(
    Object.entries(treeAt(pipeline, 'models')).map(([model, path]) => {
      const name = String(path).replace('${models}/', '');
      return [model, join(own.has(name) ? folders.own : folders.baseline, name)];
    }),
  );

/** Writes the experiments that a method trains and its pipeline below a folder. */
export const writeMethod = async ({ name, change }: Method, root: string): Promise<WrittenMethod> => {
  const recipe = await nanoRecipe();
  const { experiments, pipeline } = await change(recipe);
  const folder = join(root, 'files', name);
  const models = join(root, 'models', name);
  await mkdir(folder, { recursive: true });
  const own = Object.entries(experiments).filter(
    ([file, one]) => name === BASELINE.name || !isDeepStrictEqual(one, recipe.experiments[file]),
  );
  for (const [file, one] of own) await writeFile(join(folder, `${file}.yaml`), stringify(one));
  const list = join(folder, 'experiments.yaml');
  if (own.length > 0) await writeFile(list, stringify({ name, experiments: own.map(([file]) => `./${file}.yaml`) }));
  const trained = new Set(own.map(([, one]) => nameOf(one)));
  const baseline = join(root, 'models', BASELINE.name);
  const file = join(folder, 'pipeline.yaml');
  await writeFile(
    file,
    stringify({ ...pipeline, name, models: modelFolders(pipeline, trained, { own: models, baseline }) }),
  );
  return { experiments: own.length > 0 ? list : undefined, pipeline: file, models };
};
