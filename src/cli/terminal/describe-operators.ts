import { stringify } from 'yaml';
import { z } from 'zod';
import { suggestion } from '../../config/nearest-name.ts';
import type { OperatorInfo } from '../../core/define-operator.ts';
import { SpineError } from '../../domain/spine-error.ts';
import { BUILT_IN_OPERATORS } from '../../operators/built-in.ts';
import { BUILT_IN_OUTPUTS } from '../../streams/outputs/built-in.ts';

interface Described {
  readonly name: string;
  readonly summary: string;
  readonly description?: string | undefined;
  readonly options: z.ZodType;
  readonly example?: OperatorInfo['example'];
  readonly bind: (options: unknown) => { readonly reads: readonly string[]; readonly writes?: readonly string[] };
}

/** The listing of operators and outputs, or the page of one of them. @throws NAME_UNKNOWN */
export const describeOperators = ({
  name,
  json,
  own = [],
}: {
  readonly name?: string | undefined;
  readonly json: boolean;
  /** Operators of the user. */
  readonly own?: readonly OperatorInfo[];
}): string => {
  const operators = [...BUILT_IN_OPERATORS, ...own];
  const all: readonly Described[] = [...operators, ...BUILT_IN_OUTPUTS];
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
  return `operators\n${listed(operators)}\noutputs\n${listed(BUILT_IN_OUTPUTS)}`;
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

/** The example as a step of a pipeline file, and what it reads and writes. */
const exampleOf = ({ name, example, bind }: Described): string => {
  if (example === undefined) return '';
  const { reads, writes = [] } = bind(example.options);
  const step = stringify([{ [name]: example.options }], { collectionStyle: 'flow', lineWidth: 0 }).trim();
  const names = (entries: readonly string[]) => entries.join(', ') || 'nothing';
  return `\nexample\n  ${step.replace(/^\[ \{ (.*) \} \]$/s, '- $1')}\n  reads ${names(reads)}\n  writes ${names(writes)}\n`;
};

const page = (described: Described): string => {
  const { name, summary, description, options } = described;
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
  return `${name}\n  ${summary}\n${description === undefined ? '' : `  ${description}\n`}\noptions\n${lines.join('') || '  none\n'}${exampleOf(described)}`;
};
