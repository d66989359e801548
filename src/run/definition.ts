import { z } from 'zod';
import type { Pipeline } from '../core/pipeline.ts';
import { sha256Of } from '../files/sha256.ts';
import { loadSeries } from '../operators/load-series.ts';

type Defined = Pick<Pipeline, 'canonical'>;

/** Hash of the steps and of the plugins' code. */
export const stepsHash = ({ canonical }: Defined): string => {
  const { steps, plugins } = JSON.parse(canonical);
  return sha256Of(JSON.stringify({ steps, plugins }));
};

/** Returns the pipeline in which every study is graded only by the folds of a model that were not trained on it. */
export const outOfFold = (pipeline: Pipeline): Pipeline => {
  const models = pipeline.models.map((model) => ({ ...model, folds: 'out-of-fold' as const }));
  return { ...pipeline, models, canonical: JSON.stringify({ ...JSON.parse(pipeline.canonical), models }) };
};

const definition = z.object({ steps: z.array(z.record(z.string(), z.unknown())) });
const withRules = z.object({ rules: z.string() });

/** The rules by which a pipeline orders and reads slices; undefined without the built-in load operator. */
export const intakeRulesOf = ({ canonical }: Defined): string | undefined => {
  const { name, options } = loadSeries.spec;
  const { steps } = definition.parse(JSON.parse(canonical));
  const step = steps.find((one) => name in one);
  return step && withRules.parse(options.parse(step[name] ?? {})).rules;
};
