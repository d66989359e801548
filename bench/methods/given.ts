import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { command } from './command.ts';
import { givenIn } from './given-paths.ts';
import type { Need } from './methods.ts';
import { nanoRecipe, stepsOf, type Tree } from './recipe.ts';
import { modelsOfBaseline } from './write-method.ts';

export interface PrepareOptions {
  readonly data: string;
  readonly root: string;
  readonly keypoints?: string | undefined;
  /** Whether every fold is trained, so that every study is graded. */
  readonly allFolds: boolean;
}

/** Why a method cannot be tried; undefined if it can. */
export const obstacle = (need: Need | undefined, { keypoints, allFolds }: PrepareOptions): string | undefined => {
  if (need === undefined || allFolds || (need === 'coordinates' && keypoints !== undefined)) return undefined;
  return need === 'coordinates' ? 'needs all folds, or --keypoints' : 'needs all folds';
};

const outOfFold = (models: Tree): Tree =>
  Object.fromEntries(Object.entries(models).map(([name, path]) => [name, { path, folds: 'out-of-fold' }]));

/** Stage 1 alone, out of fold. */
const keypointPipeline = (pipeline: Tree, models: Tree): Tree => {
  const steps = stepsOf(pipeline);
  const stage1 = steps.slice(
    0,
    steps.findIndex(([operator]) => operator === 'check-keypoints'),
  );
  const outputs = Array.isArray(pipeline.outputs) ? pipeline.outputs : [];
  return {
    ...{ ...pipeline, name: 'keypoints' },
    models: outOfFold(Object.fromEntries(Object.entries(models).filter(([name]) => name.startsWith('coord')))),
    steps: stage1.filter(([operator]) => operator !== 'average-sides').map(([operator, o]) => ({ [operator]: o })),
    outputs: outputs.filter((output: Tree) => Object.hasOwn(output, 'coordinates')),
  };
};

/** Makes what a method builds on, once. */
export const prepare = async (need: Need | undefined, o: PrepareOptions): Promise<void> => {
  const given = givenIn(o.root);
  const files = join(o.root, 'files', 'given');
  await mkdir(files, { recursive: true });
  const { pipeline } = await nanoRecipe();
  const models = modelsOfBaseline(pipeline, o);
  const write = async (name: string, content: Tree): Promise<string> => {
    const file = join(files, `${name}.yaml`);
    await writeFile(file, stringify(content));
    return file;
  };
  if (need === 'coordinates' && !existsSync(given.coordinates)) {
    const file = await write('keypoints', keypointPipeline(pipeline, models));
    await command('run', file, '--studies', o.data, '--out', join(given.coordinates, '..'), '--overwrite');
  }
  if (need === 'level-1' && !existsSync(join(given.level1, 'evaluation.json'))) {
    const outputs = [
      ...(Array.isArray(pipeline.outputs) ? pipeline.outputs : []),
      { logits: { logits: networksIn(pipeline) } },
    ];
    const file = await write('level-1', { ...pipeline, name: 'level-1', models, outputs });
    await command('evaluate', file, '--studies', o.data, '--out', given.level1, '--overwrite', '--nested-folds', '2');
  }
};

const networksIn = (pipeline: Tree): readonly string[] =>
  stepsOf(pipeline).flatMap(([operator, options]) => (operator === 'classify' ? [String(options.as)] : []));
