import type { Pipeline } from '../core/pipeline.ts';

/** Returns the pipeline in which every study is graded only by the folds of a model that were not trained on it. */
export const outOfFold = (pipeline: Pipeline): Pipeline => {
  const models = pipeline.models.map((model) => ({ ...model, folds: 'out-of-fold' as const }));
  return { ...pipeline, models, canonical: JSON.stringify({ ...JSON.parse(pipeline.canonical), models }) };
};
