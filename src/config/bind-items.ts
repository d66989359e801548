import type { z } from 'zod';
import type { BoundOperator } from '../core/define-operator.ts';
import type { BoundOutput } from '../core/define-output.ts';
import type { BoundSource } from '../core/define-source.ts';
import { isRecord } from '../domain/is-record.ts';
import { quotedNames } from '../domain/text/listed.ts';
import { messageOf } from '../domain/text/message-of.ts';
import { suggestion } from '../domain/text/nearest-name.ts';
import { schemaDiagnostics } from '../schema/schema-diagnostics.ts';
import type { Report } from './check-document.ts';
import type { BoundItem } from './wiring.ts';
import type { Path, YamlDocument } from './yaml/yaml-document.ts';

/** An item of the file with a name, options and a schema: a source, an operator or an output. */
interface Declared<B> {
  readonly name: string;
  readonly options: z.ZodType;
  readonly bind: (options: unknown) => B;
}

/** The items of a list section; none if it is not a list, which the frame's schema reports. */
export const itemsOf = (value: unknown, section: string): readonly unknown[] => {
  const items = isRecord(value) ? value[section] : undefined;
  return Array.isArray(items) ? items : [];
};

/** Drops options that the schema does not know, so that a misspelt one does not hide other errors. */
const withoutUnknown = (given: unknown, error: z.ZodError): unknown => {
  const unknown = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  return isRecord(given) ? Object.fromEntries(Object.entries(given).filter(([key]) => !unknown.includes(key))) : given;
};

const WHAT = { source: 'source', steps: 'operator', outputs: 'output' } as const;
type Section = keyof typeof WHAT;

/** Binds the operators or outputs of a section to their options, and reports those that are invalid. */
export const boundItems = <B extends BoundOperator | BoundOutput>(
  section: 'steps' | 'outputs',
  known: readonly Declared<B>[],
  document: YamlDocument,
  report: Report,
): readonly BoundItem<B>[] =>
  itemsOf(document.value, section).flatMap(
    (item, index) => boundItem({ section, item, path: [section, index], known }, document, report) ?? [],
  );

/** Binds the source of a file to its options; undefined if the file has none or an invalid one. */
export const boundSource = (
  known: readonly Declared<BoundSource>[],
  document: YamlDocument,
  report: Report,
): BoundSource | undefined => {
  const item = isRecord(document.value) ? document.value.source : undefined;
  if (item === undefined) return undefined;
  return boundItem({ section: 'source', item, path: ['source'], known }, document, report)?.bound;
};

interface Item<B> {
  readonly section: Section;
  readonly item: unknown;
  readonly path: Path;
  readonly known: readonly Declared<B>[];
}

const boundItem = <B>(
  { section, item, path, known }: Item<B>,
  document: YamlDocument,
  report: Report,
): BoundItem<B> | undefined => {
  const [name, ...others] = isRecord(item) ? Object.keys(item) : [];
  if (!isRecord(item) || name === undefined || others.length > 0) {
    report('error', 'STEP_SHAPE', path, `${section}: ${misshapen(item, known, section === 'source' ? '' : '- ')}`);
    return undefined;
  }
  const place = [...path, name];
  const declared = known.find((one) => one.name === name);
  if (declared === undefined) {
    const names = known.map((one) => one.name);
    report('error', 'NAME_UNKNOWN', place, `unknown ${WHAT[section]} "${name}";${suggestion(name, names)}`, true);
    return undefined;
  }
  const bound = boundTo(declared, item[name] ?? {}, place, report);
  return bound === undefined ? undefined : { bound, path: place, line: document.at(place, { key: true }).line };
};

/** Entries at the start of nearly every pipeline. */
const FIRST_STEP = 'load-series';

/** Diagnostic of a list item that is not a single name with options. */
const misshapen = (item: unknown, known: readonly Declared<unknown>[], dash: string): string => {
  const names = isRecord(item) ? Object.keys(item) : typeof item === 'string' ? [item] : [];
  const [name = ''] = names;
  const example = [name, FIRST_STEP].find((one) => known.some((other) => other.name === one)) ?? known[0]?.name;
  const found = quotedNames(names) || (isRecord(item) ? 'an empty map' : shortened(JSON.stringify(item)));
  return `expected one name with its options, such as "${dash}${example}: { ... }", found ${found}${shapeAdvice(item, names)}`;
};

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}...` : text);

const shapeAdvice = (item: unknown, [name = '', ...others]: readonly string[]): string => {
  if (typeof item === 'string' && item.includes(':')) return '; a colon needs a space behind it';
  if (typeof item === 'string') return '; a name without options needs its colon, too';
  if (!isRecord(item) || others.length === 0) return '';
  return item[name] === null ? `; options are indented further than "${name}"` : '; put a "-" in front of each name';
};

/** Reports invalid options. The schema, "reads" and "writes" may be custom code, which can throw. */
const boundTo = <B>(declared: Declared<B>, given: unknown, place: Path, report: Report): B | undefined => {
  const { name, options: schema } = declared;
  try {
    const parsed = schema.safeParse(given);
    if (!parsed.success)
      for (const found of schemaDiagnostics(parsed.error, schema, given, { whole: 'its options are' }))
        report('error', found.code, [...place, ...found.path], `${name}: ${found.message}`, found.key);
    const options = parsed.success ? given : withoutUnknown(given, parsed.error);
    return schema.safeParse(options).success ? declared.bind(options) : undefined;
  } catch (error) {
    const reason = messageOf(error);
    report('error', 'PLUGIN_MISDECLARED', place, `${name}: its declaration threw for these options: ${reason}`, true);
    return undefined;
  }
};
