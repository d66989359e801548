import { z } from 'zod';
import { suggestion } from './nearest-name.ts';
import type { Path } from './yaml-document.ts';

/** What a schema has against a value, in the product's own words. */
export interface SchemaFinding {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  /** True where the key is wrong and not its value. */
  readonly key: boolean;
}

type Issue = z.core.$ZodIssue;

/** The issues of a failed parse, unknown keys with the nearest known ones. `value` is what was parsed. */
export const schemaFindings = (error: z.ZodError, schema: z.ZodType, value: unknown): readonly SchemaFinding[] =>
  error.issues.flatMap((issue) => findingsOf(issue, schema, value));

const findingsOf = (issue: Issue, schema: z.ZodType, value: unknown): readonly SchemaFinding[] => {
  const { path } = issue;
  const name = path.length === 0 ? 'this' : `"${path.join('.')}"`;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({
      code: 'OPTION_UNKNOWN',
      path: [...path, key],
      message: `unknown option "${key}";${suggestion(key, known)}`,
      key: true,
    }));
  }
  const found = valueAt(value, path);
  if (found === undefined && path.length > 0 && issue.code !== 'custom')
    return [{ code: 'OPTION_MISSING', path, message: `missing option ${name} (${expectationOf(issue)})`, key: false }];
  if (issue.code === 'custom') return [{ code: 'OPTION_INVALID', path, message: issue.message, key: false }];
  return [
    {
      code: 'OPTION_INVALID',
      path,
      message: `${name} is ${shown(found)}, ${expectationOf(issue)}${hint(issue, found)}`,
      key: false,
    },
  ];
};

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  const kind = Array.isArray(value)
    ? 'a list'
    : value === null
      ? 'nothing'
      : `a ${typeof value === 'object' ? 'map' : typeof value}`;
  return typeof value === 'object' ? kind : `${text.length > 60 ? `${text.slice(0, 60)}...` : text} (${kind})`;
};

/** What YAML calls the types whose names differ. */
const YAML_NAMES: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  int: 'a whole number',
};

const expectationOf = (issue: Issue): string => {
  if (issue.code === 'invalid_type') return `expected ${YAML_NAMES[issue.expected] ?? `a ${issue.expected}`}`;
  if (issue.code === 'invalid_value')
    return `expected one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
  if (issue.code === 'invalid_union')
    return `expected ${[...new Set(issue.errors.flat().map(expectationOf))].join(' or ').replaceAll('or expected', 'or')}`;
  if (issue.code === 'too_small' && issue.origin === 'array')
    return `expected at least ${issue.minimum} ${Number(issue.minimum) === 1 ? 'entry' : 'entries'}`;
  if (issue.code === 'too_small') return `expected ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
  if (issue.code === 'too_big') return `expected ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
  return issue.message.startsWith('expected') ? issue.message : issue.message.replace(/^Invalid (input: )?/, '');
};

const hint = (issue: Issue, found: unknown): string =>
  issue.code === 'invalid_value' && typeof found === 'string'
    ? `;${suggestion(found, issue.values.map(String)).replace(/ \(known.*$/, '')}`.replace(/;$/, '')
    : '';

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, part) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, part) : undefined),
    value,
  );

/** The keys that an object schema knows at a path. */
const keysAt = (schema: z.ZodType, path: Path): readonly string[] => {
  const inner = path.reduce<unknown>((at, part) => step(unwrapped(at), part), schema);
  const target = unwrapped(inner);
  return target instanceof z.ZodObject ? Object.keys(target.shape) : [];
};

const unwrapped = (schema: unknown): unknown => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrapped(schema.unwrap());
  if (schema instanceof z.ZodUnion)
    return schema.options.map(unwrapped).find((option) => option instanceof z.ZodObject);
  return schema;
};

const step = (schema: unknown, part: PropertyKey): unknown => {
  if (schema instanceof z.ZodObject) return schema.shape[String(part)];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
};
