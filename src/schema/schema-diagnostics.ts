import { z } from 'zod';
import { quotedNames } from '../domain/text/listed.ts';
import { nearestName, suggestion } from '../domain/text/nearest-name.ts';

type Path = readonly PropertyKey[];

/** A schema violation, in the product's own words. */
export interface SchemaDiagnostic {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  /** True if the key is wrong, not its value. */
  readonly key: boolean;
}

type Issue = z.core.$ZodIssue;

/**
 * Returns the issues of a failed parse; unknown keys with the nearest known ones.
 * @param value  the parsed value
 */
export const schemaDiagnostics = (
  error: z.ZodError,
  schema: z.ZodType,
  value: unknown,
  words: Partial<Words> = {},
): readonly SchemaDiagnostic[] =>
  error.issues.flatMap(meantIssues).flatMap((one) => diagnosticsOf(one, schema, value, { ...WORDS, ...words }));

/** Words of the sentences. */
export interface Words {
  /** Subject of a sentence about the whole value, e.g. `the file is`. */
  readonly whole: string;
  /** What a key names. */
  readonly noun: string;
  /** Keys above the value; given if no position in a file says where an unknown key is. */
  readonly within: Path | undefined;
}

const WORDS: Words = { whole: 'this is', noun: 'option', within: undefined };

/**
 * For a union, the issues of the variant that the value most likely means; the union's own issue if that is ambiguous.
 */
const meantIssues = (issue: Issue): readonly Issue[] => {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.filter((issues) => issues.length > 0 && issues.every(({ path }) => path.length > 0));
  if (meant.length !== 1) return [issue];
  return meant[0]!.flatMap((inner) => meantIssues({ ...inner, path: [...issue.path, ...inner.path] }));
};

const diagnosticsOf = (
  issue: Issue,
  schema: z.ZodType,
  value: unknown,
  { whole, noun, within }: Words,
): readonly SchemaDiagnostic[] => {
  const { path } = issue;
  const name = `"${[...(within ?? []), ...path].join('.')}"`;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({
      code: 'OPTION_UNKNOWN',
      path: [...path, key],
      message: `unknown ${noun} "${within === undefined ? key : [...within, ...path, key].join('.')}";${suggestion(key, known)}`,
      key: true,
    }));
  }
  const found = valueAt(value, path);
  if (found === undefined && path.length > 0 && issue.code !== 'custom')
    return [
      {
        ...{ code: 'OPTION_MISSING', path, key: false },
        message: `missing ${noun} ${name} (${expectationOf(issue, found)})`,
      },
    ];
  const subject = path.length === 0 ? whole : `${name} is`;
  const invalid = { code: 'OPTION_INVALID', path, key: false };
  if (issue.code === 'custom') {
    const place = within === undefined || path.length === 0 ? '' : `${name}: `;
    return [{ ...invalid, message: `${place}${issue.message}` }];
  }
  if (issue.code === 'invalid_key') {
    const reason = `"${String(path.at(-1))}" cannot be a name here, ${issue.issues[0]?.message ?? 'it is not allowed'}`;
    return [{ ...invalid, message: reason, key: true }];
  }
  return [
    { ...invalid, message: `${subject} ${shown(found, issue)}, ${expectationOf(issue, found)}${hint(issue, found)}` },
  ];
};

const LONGEST_SHOWN = 60;

/** `"5" (a string)`, `a map`, `a list of 4`; with the length only if the length is wrong. */
const shown = (value: unknown, issue: Issue): string => {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) {
    const counts = issue.code === 'too_small' || issue.code === 'too_big' || issue.code === 'invalid_union';
    return value.length === 0 ? 'an empty list' : `a list${counts ? ` of ${value.length}` : ''}`;
  }
  if (typeof value === 'object') return 'a map';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return `${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text} (a ${typeof value})`;
};

/** YAML's words for types with other names. */
const YAML_NAMES: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  tuple: 'a list',
  int: 'a whole number',
};

const expectationOf = (issue: Issue, found: unknown): string => {
  const wanted = typeof found === 'number' && !Number.isFinite(found) ? 'a finite number' : wantedOf(issue);
  return wanted === undefined ? issue.message : `expected ${wanted}`;
};

/** The expected value; undefined if only the schema's own message has it. */
const wantedOf = (issue: Issue): string | undefined => {
  if (issue.code === 'invalid_type') return YAML_NAMES[issue.expected] ?? `a ${issue.expected}`;
  if (issue.code === 'invalid_value') return choice(issue.values);
  if (issue.code === 'invalid_union')
    return [...new Set(issue.errors.map((issues) => mapWanted(issues) ?? (issues[0] && wantedOf(issues[0])) ?? ''))]
      .filter((wanted) => wanted !== '')
      .join(' or ');
  if (issue.code === 'too_small')
    return `${issue.inclusive ? 'at least' : 'more than'} ${counted(issue.minimum, issue.origin)}`;
  if (issue.code === 'too_big')
    return `${issue.inclusive ? 'at most' : 'less than'} ${counted(issue.maximum, issue.origin)}`;
  return /^expected (.*)$/.exec(issue.message)?.[1];
};

/** `a map with "cosine"`, if a variant of a union requires that key. */
const mapWanted = (issues: readonly Issue[]): string | undefined => {
  const lacking = issues.flatMap(({ code, path }) => (code === 'invalid_type' && path.length === 1 ? path : []));
  return lacking.length === 0 ? undefined : `a map with ${quotedNames(lacking.map(String))}`;
};

const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  array: ['entry', 'entries'],
  string: ['character', 'characters'],
};

const counted = (limit: number | bigint, origin: string): string => {
  const [one, many] = UNITS[origin] ?? [];
  return [limit, Number(limit) === 1 ? one : many].join(' ').trim();
};

const choice = (values: readonly unknown[]): string => {
  const all = values.map((value) => JSON.stringify(value)).join(', ');
  return values.length === 1 ? all : `one of ${all}`;
};

const hint = (issue: Issue, found: unknown): string =>
  issue.code === 'invalid_value' && typeof found === 'string'
    ? didYouMean(nearestName(found, issue.values.map(String)))
    : '';

const didYouMean = (name: string | undefined): string => (name === undefined ? '' : `; did you mean "${name}"?`);

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, part) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, part) : undefined),
    value,
  );

/** The keys that an object schema knows at a path. */
const keysAt = (schema: z.ZodType, path: Path): readonly string[] => {
  const inner = path.reduce<unknown>((at, part) => step(unwrapped(at), part), schema);
  const target = unwrapped(inner);
  if (target instanceof z.ZodRecord && target.keyType instanceof z.ZodEnum) return target.keyType.options.map(String);
  return target instanceof z.ZodObject ? Object.keys(target.shape) : [];
};

const unwrapped = (schema: unknown): unknown => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrapped(schema.unwrap());
  if (schema instanceof z.ZodUnion)
    return schema.options.map(unwrapped).find((option) => option instanceof z.ZodObject);
  return schema;
};

const step = (schema: unknown, part: PropertyKey): unknown => {
  if (schema instanceof z.ZodObject) return schema.shape[String(part)];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
};
