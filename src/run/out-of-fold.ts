import type { Pipeline } from '../core/pipeline.ts';

/** The same pipeline, in which every study is seen by the folds of a model that were not trained on it. */
export const outOfFold = (pipeline: Pipeline): Pipeline => {
  const models = pipeline.models.map((model) => ({ ...model, folds: 'out-of-fold' as const }));
  return { ...pipeline, models, canonical: JSON.stringify({ ...JSON.parse(pipeline.canonical), models }) };
};
