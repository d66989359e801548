import { z } from 'zod';
import { variablesSchema } from './variables-schema.ts';

const folds = z.union([z.enum(['all', 'out-of-fold']), z.array(z.int().min(1)).min(1)]);

/** A run folder, or one with a choice of folds. */
const modelSchema = z.union([
  z.string().min(1),
  z.strictObject({
    path: z.string().min(1).describe('the run folder'),
    folds: folds.default('all').describe('folds whose predictions are averaged'),
    weights: z.enum(['best', 'last']).default('best').describe('the best epoch by validation, or the last one'),
  }),
]);

/** A source, step or output: a map with a single key, its name; binding checks the options. */
const named = z.unknown();

/** The frame of a pipeline file; steps and outputs check their options against their own schemas. */
export const frameSchema = z.strictObject({
  name: z.string().min(1).optional().describe('shown in progress and run.json; the file name by default'),
  description: z.string().optional(),
  variables: variablesSchema,
  plugins: z
    .array(z.string().min(1))
    .default([])
    .describe('TypeScript or JavaScript files with sources, operators and outputs of your own, relative to this file'),
  models: z.record(z.string(), modelSchema).default({}).describe('run folders by the names that operators use'),
  source: named
    .optional()
    .describe('where studies come from: one source with its options; the folder of --studies by default'),
  steps: z.array(named).min(1).describe('operators, in the order of the flow'),
  outputs: z.array(named).default([]).describe('what the run writes'),
});
export type Frame = z.output<typeof frameSchema>;
