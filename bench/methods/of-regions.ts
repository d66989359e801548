import { type Recipe, type Tree, treeAt, withSteps } from './recipe.ts';

const isRegions = (experiment: Tree): boolean => Object.hasOwn(treeAt(experiment, 'samples'), 'grades');

/** Applies the same change to each region experiment. */
export const ofRegions = (recipe: Recipe, change: (experiment: Tree) => Tree): Recipe => ({
  ...recipe,
  experiments: Object.fromEntries(
    Object.entries(recipe.experiments).map(([file, one]) => [file, isRegions(one) ? change(one) : one]),
  ),
});

/** Sets options of some operators of the pipeline. */
export const ofSteps = (recipe: Recipe, operators: readonly string[], options: Tree): Recipe => ({
  ...recipe,
  pipeline: withSteps(recipe.pipeline, (operator, given) =>
    operators.includes(operator) ? { ...given, ...options } : given,
  ),
});
