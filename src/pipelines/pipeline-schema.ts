import { z } from 'zod';
import type { OperatorRegistry } from '../operators/registry.ts';
import type { OutputInfo } from './define-output.ts';

const folds = z.union([z.literal('all'), z.array(z.int().min(1)).min(1)]);

/** A run folder, or one with a choice of folds. */
export const modelSchema = z.union([
  z.string().min(1),
  z.strictObject({
    path: z.string().min(1).describe('the run folder'),
    folds: folds.default('all').describe('folds whose predictions are averaged'),
    weights: z.enum(['best', 'last']).default('best').describe('the best epoch by validation, or the last one'),
  }),
]);

/** One step or output: a map with a single key, the name, and its options. */
const named = z.record(z.string(), z.unknown());

/** The frame of a pipeline file; options of steps and outputs are checked against their own schemas. */
export const frameSchema = z.strictObject({
  name: z.string().min(1).optional().describe('shown in progress and run.json; the file name by default'),
  description: z.string().optional(),
  models: z.record(z.string(), modelSchema).default({}).describe('run folders by the names that operators use'),
  steps: z.array(named).min(1).describe('operators, in the order of the flow'),
  outputs: z.array(named).default([]).describe('tables that the run writes'),
});
export type Frame = z.output<typeof frameSchema>;

const inputSchema = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });

const single = ({
  name,
  summary,
  options,
}: {
  readonly name: string;
  readonly summary: string;
  readonly options: z.ZodType;
}) => {
  const { $schema: _, ...schema } = inputSchema(options);
  return {
    type: 'object',
    required: [name],
    additionalProperties: false,
    properties: { [name]: { description: summary, ...schema } },
  };
};

/** A JSON schema (draft 7) of pipeline files, for editors: every operator and output with its options. */
export const pipelineJsonSchema = (
  operators: OperatorRegistry,
  outputs: readonly OutputInfo[],
): Record<string, unknown> => {
  const frame = inputSchema(frameSchema);
  return {
    ...frame,
    title: 'spinestream pipeline',
    properties: {
      ...frame.properties,
      steps: { type: 'array', minItems: 1, items: { anyOf: [...operators.values()].map(single) } },
      outputs: { type: 'array', items: { anyOf: outputs.map(single) } },
    },
  };
};
