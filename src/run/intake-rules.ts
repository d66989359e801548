import { z } from 'zod';
import type { Pipeline } from '../core/pipeline.ts';
import { loadSeries } from '../operators/load-series.ts';

const definition = z.object({ steps: z.array(z.record(z.string(), z.unknown())) });
const withRules = z.object({ rules: z.string() });

/** The rules by which a pipeline orders and reads slices; undefined without the built-in load operator. */
export const intakeRulesOf = ({ canonical }: Pipeline): string | undefined => {
  const { name, options } = loadSeries.spec;
  const { steps } = definition.parse(JSON.parse(canonical));
  const step = steps.find((one) => name in one);
  return step && withRules.parse(options.parse(step[name] ?? {})).rules;
};
