import { z } from 'zod';
import type { Registry } from '../core/registry.ts';
import { frameSchema } from './frame-schema.ts';

type JsonSchema = z.core.JSONSchema.JSONSchema;
type JsonSchemaOrBoolean = z.core.JSONSchema._JSONSchema;

interface Named {
  readonly name: string;
  readonly summary: string;
  readonly options: z.ZodType;
}

/** Input values, before defaults are filled in. */
export const inputSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });

/** A text with a variable may stand for a number, a boolean, an enum value or a patterned text. */
const VARIABLE: JsonSchema = { type: 'string', pattern: '\\$\\{[^}]+\\}' };

const isNarrow = ({ type, enum: choices, pattern }: JsonSchema): boolean =>
  choices !== undefined || pattern !== undefined || type === 'number' || type === 'integer' || type === 'boolean';

const withVariables = (schema: JsonSchemaOrBoolean): JsonSchemaOrBoolean => {
  if (typeof schema === 'boolean') return schema;
  if (isNarrow(schema)) {
    const { description, default: value, ...own } = schema;
    return {
      ...(description && { description }),
      ...(value !== undefined && { default: value }),
      anyOf: [own, VARIABLE],
    };
  }
  return {
    ...schema,
    ...(schema.properties && { properties: mapped(schema.properties) }),
    ...(typeof schema.additionalProperties === 'object' && {
      additionalProperties: asSchema(schema.additionalProperties),
    }),
    ...(schema.anyOf && { anyOf: schema.anyOf.map(asSchema) }),
    ...(Array.isArray(schema.items) && { items: schema.items.map(asSchema) }),
    ...(schema.items !== undefined && !Array.isArray(schema.items) && { items: asSchema(schema.items) }),
  };
};

const asSchema = (schema: JsonSchemaOrBoolean): JsonSchema => {
  const changed = withVariables(schema);
  return typeof changed === 'boolean' ? {} : changed;
};

/** Lets properties also accept a text with a variable. */
export const mapped = (properties: Readonly<Record<string, JsonSchemaOrBoolean>>): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, asSchema(schema)]));

/** The options of an operator; may be null if none is required. */
const optionsOf = ({ summary, options }: Named): JsonSchema => {
  const { $schema: _, ...schema } = inputSchema(options);
  const type = (schema.required ?? []).length === 0 ? { type: ['object', 'null'] } : {};
  return { description: summary, ...asSchema(schema), ...type } as JsonSchema; // zod's type of "type" has no lists
};

type Section = 'source' | 'steps' | 'outputs';

/** The options of a section's items, as named definitions. */
export const definitionsOf = (section: Section, known: Iterable<Named>): readonly (readonly [string, JsonSchema])[] =>
  [...known].map((one) => [`${section}-${one.name}`, optionsOf(one)]);

/** A map with a single key, one of those names, and its options. */
export const itemOf = (section: Section, known: Iterable<Named>): JsonSchema => ({
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  properties: Object.fromEntries([...known].map(({ name }) => [name, { $ref: `#/definitions/${section}-${name}` }])),
});

/** Forbids additional keys. */
export const closed = (schema: JsonSchema): JsonSchema => ({ ...schema, additionalProperties: false });

/**
 * Returns a JSON schema (draft 7) of pipeline files, for editors: every source, operator and output with its options.
 * A file that lists plugins of its own may use names that the schema does not know.
 *
 * @example
 * import { BUILT_IN, pipelineJsonSchema } from 'spinestream';
 *
 * pipelineJsonSchema(BUILT_IN).title; // 'spinestream pipeline'
 */
export const pipelineJsonSchema = ({ sources, operators, outputs }: Registry): Record<string, unknown> => {
  const { $schema, properties = {}, required = [], ...frame } = inputSchema(frameSchema);
  const { plugins: { default: _, ...files } = {}, source, steps, outputs: made, ...others } = mapped(properties);
  const fields = (item: (schema: JsonSchema) => JsonSchema) => ({
    ...others,
    source: { ...source, ...item(itemOf('source', sources.values())) },
    steps: { ...steps, items: item(itemOf('steps', operators.values())) },
    outputs: { ...made, items: item(itemOf('outputs', outputs.values())) },
  });
  return {
    $schema,
    title: 'spinestream pipeline',
    definitions: Object.fromEntries([
      ...definitionsOf('source', sources.values()),
      ...definitionsOf('steps', operators.values()),
      ...definitionsOf('outputs', outputs.values()),
    ]),
    anyOf: [
      { ...frame, required, properties: fields(closed) },
      { ...frame, required: [...required, 'plugins'], properties: { plugins: files, ...fields((schema) => schema) } },
    ],
  };
};
