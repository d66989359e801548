import type { z } from 'zod';
import type { BoundOperator } from '../operators/define-operator.ts';
import type { BoundOutput } from './define-output.ts';
import type { Finding } from './finding.ts';
import { suggestion } from './nearest-name.ts';
import { schemaFindings } from './schema-findings.ts';
import type { Placed } from './wiring.ts';
import type { Path, YamlDocument } from './yaml-document.ts';

export type Report = (severity: Finding['severity'], code: string, path: Path, message: string, key?: boolean) => void;

/** Something of the file that has a name, options and a schema: an operator or an output. */
interface Declared<B> {
  readonly name: string;
  readonly options: z.ZodType;
  readonly bind: (options: unknown) => B;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a section of the file lists; nothing where it is no list, which the schema of the frame reports. */
export const itemsOf = (value: unknown, section: string): readonly unknown[] => {
  const items = isMap(value) ? value[section] : undefined;
  return Array.isArray(items) ? items : [];
};

/** Options without the ones that the schema does not know, so that a misspelt one does not hide what else is wrong. */
const withoutUnknown = (given: unknown, error: z.ZodError): unknown => {
  const unknown = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  return isMap(given) ? Object.fromEntries(Object.entries(given).filter(([key]) => !unknown.includes(key))) : given;
};

/** The operators or outputs that a section lists, bound to their options; what is wrong with the others is reported. */
export const boundItems = <B extends BoundOperator | BoundOutput>(
  section: 'steps' | 'outputs',
  known: readonly Declared<B>[],
  document: YamlDocument,
  report: Report,
): readonly Placed<B>[] =>
  itemsOf(document.value, section).flatMap((item, index) => {
    const path = [section, index];
    const names = isMap(item) ? Object.keys(item) : [item].filter((one) => typeof one === 'string');
    const [name, ...others] = names;
    if (!isMap(item) || name === undefined || others.length > 0) {
      report(
        'error',
        'STEP_SHAPE',
        path,
        `${section}: expected one name with its options, such as "- ${known[0]?.name}: {}", found ${names.map((key) => `"${key}"`).join(', ') || 'none'}`,
      );
      return [];
    }
    const declared = known.find((one) => one.name === name);
    if (declared === undefined) {
      const what = section === 'steps' ? 'operator' : 'output';
      report(
        'error',
        'NAME_UNKNOWN',
        [...path, name],
        `unknown ${what} "${name}";${suggestion(
          name,
          known.map((one) => one.name),
        )}`,
        true,
      );
      return [];
    }
    const place = [...path, name];
    const given = item[name] ?? {};
    const parsed = declared.options.safeParse(given);
    if (!parsed.success)
      for (const found of schemaFindings(parsed.error, declared.options, given))
        report('error', found.code, [...place, ...found.path], `${name}: ${found.message}`, found.key);
    const options = parsed.success ? given : withoutUnknown(given, parsed.error);
    if (!declared.options.safeParse(options).success) return [];
    const bound = boundTo(declared, options, (message) =>
      report('error', 'OPERATOR_MISDECLARED', place, message, true),
    );
    return bound === undefined ? [] : [{ bound, path: place, line: document.at(place, { key: true }).line }];
  });

/** "reads" and "writes" may be somebody else's code. */
const boundTo = <B>(declared: Declared<B>, options: unknown, complain: (message: string) => void): B | undefined => {
  try {
    return declared.bind(options);
  } catch (error) {
    complain(
      `${declared.name}: its declaration threw for these options: ${error instanceof Error ? error.message : error}`,
    );
    return undefined;
  }
};
