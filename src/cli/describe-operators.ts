import { z } from 'zod';
import { SpineError } from '../domain/spine-error.ts';
import { BUILT_IN_OPERATORS } from '../operators/registry.ts';
import { suggestion } from '../pipelines/nearest-name.ts';
import { BUILT_IN_OUTPUTS } from '../pipelines/outputs.ts';

interface Described {
  readonly name: string;
  readonly summary: string;
  readonly description?: string | undefined;
  readonly options: z.ZodType;
}

/** The listing of operators and outputs, or the page of one of them. @throws NAME_UNKNOWN */
export const describeOperators = ({
  name,
  json,
}: {
  readonly name?: string | undefined;
  readonly json: boolean;
}): string => {
  const all: readonly Described[] = [...BUILT_IN_OPERATORS, ...BUILT_IN_OUTPUTS];
  const chosen = name === undefined ? all : all.filter((one) => one.name === name);
  if (chosen.length === 0)
    throw new SpineError({
      code: 'NAME_UNKNOWN',
      reason: `no operator or output is called "${name}";${suggestion(
        name ?? '',
        all.map((one) => one.name),
      )}`,
    });
  if (json) return `${JSON.stringify(chosen.map(asJson), undefined, 2)}\n`;
  if (name !== undefined) return chosen.map(page).join('\n');
  return `operators\n${listed(BUILT_IN_OPERATORS)}\noutputs\n${listed(BUILT_IN_OUTPUTS)}`;
};

const schemaOf = (options: z.ZodType) =>
  z.toJSONSchema(options, { io: 'input', target: 'draft-7', unrepresentable: 'any' });

const asJson = ({ name, summary, description, options }: Described) => ({
  name,
  summary,
  description,
  options: schemaOf(options),
});

const listed = (all: readonly Described[]): string => {
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`).join('');
};

const typeOf = (schema: z.core.JSONSchema._JSONSchema): string => {
  if (typeof schema === 'boolean') return 'anything';
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' | ');
  return String(schema.type ?? 'anything');
};

const page = ({ name, summary, description, options }: Described): string => {
  const { properties = {}, required = [] } = schemaOf(options);
  const lines = Object.entries(properties).map(([option, schema]) => {
    const details = typeof schema === 'boolean' ? {} : schema;
    const need =
      details.default === undefined
        ? required.includes(option)
          ? 'required'
          : 'optional'
        : `default ${JSON.stringify(details.default)}`;
    return `  ${option}: ${typeOf(schema)} (${need})\n      ${details.description ?? ''}\n`;
  });
  return `${name}\n  ${summary}\n${description === undefined ? '' : `  ${description}\n`}\noptions\n${lines.join('') || '  none\n'}`;
};
