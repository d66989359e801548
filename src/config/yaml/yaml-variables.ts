import { type Document, isMap, isPair, isScalar, type Scalar, visit } from 'yaml';
import { suggestion } from '../../domain/nearest-name.ts';

type Value = string | number | boolean;
type Report = (code: string, offset: number, message: string) => void;

/** Variables that every run sets, used or not; always text. */
export const RUN_VARIABLES: readonly string[] = ['studies', 'models', 'out'];

const REFERENCE = /\$?\$\{([^}]*)\}/g;
const UNCLOSED = /(?<!\$)\$\{[^}]*$/;
const UNCLOSED_MESSAGE = 'no "}" ends the variable that "${" begins; add it, or write "$${" for a plain "${"';
const WHOLE = /^\$\{([^}]*)\}$/;

/**
 * Substitutes variables in the texts of a document: the given values, otherwise the defaults under `variables`. A text
 * that consists of one variable becomes its value, so that a number stays a number; `$${` escapes `${`.
 * @returns the variables that the document declares or uses
 */
export const substituteVariables = (
  document: Document,
  given: Readonly<Record<string, string>>,
  report: Report,
): readonly string[] => {
  const declared = declaredVariables(document, given, report);
  const values = new Map<string, Value>([...Object.entries(given).map(typedAsRun), ...declared]);
  const used = new Set<string>();
  visit(document, {
    Pair: (_, { key }, parents) =>
      isScalar(key) && key.value === 'variables' && parents.at(-1) === document.contents ? visit.SKIP : undefined,
    Scalar: (_, node) => {
      if (typeof node.value === 'string') node.value = replaced(node, node.value, { values, used, report });
    },
  });
  const known = [...new Set([...declared.keys(), ...used])];
  for (const name of Object.keys(given).filter((one) => !known.includes(one) && !RUN_VARIABLES.includes(one)))
    report('VARIABLE_UNUSED', 0, `--set ${name}: the file has no variable "${name}";${suggestion(name, known)}`);
  return known;
};

interface Substitution {
  readonly values: ReadonlyMap<string, Value>;
  readonly used: Set<string>;
  readonly report: Report;
}

const replaced = (node: Scalar, text: string, { values, used, report }: Substitution): Value => {
  const variable = (name: string): Value | undefined => {
    used.add(name);
    const value = values.get(name);
    if (value === undefined)
      report('VARIABLE_UNKNOWN', node.range?.[0] ?? 0, unknownVariable(name, [...values.keys()]));
    return value;
  };
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined) return variable(whole) ?? text;
  if (UNCLOSED.test(text)) report('VARIABLE_UNCLOSED', node.range?.[0] ?? 0, UNCLOSED_MESSAGE);
  return text.replace(REFERENCE, (reference, name: string) =>
    reference.startsWith('$$') ? reference.slice(1) : String(variable(name) ?? reference),
  );
};

const unknownVariable = (name: string, known: readonly string[]): string =>
  `unknown variable "${name}"; set it with --set ${name}=value, or declare it under "variables";${suggestion(name, known)}`;

/** Parses a value of --set: numbers and booleans are recognised, anything else is text. */
const typed = (text: string): Value => {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
};

const typedAsRun = ([name, text]: [string, string]): [string, Value] => [
  name,
  RUN_VARIABLES.includes(name) ? text : typed(text),
];

/** The declared variables, with their given values or defaults; a given value must have the default's type. */
const declaredVariables = (
  document: Document,
  given: Readonly<Record<string, string>>,
  report: Report,
): ReadonlyMap<string, Value> => {
  const declared = new Map<string, Value>();
  const section = isMap(document.contents) ? document.contents.get('variables') : undefined;
  const pairs = isMap(section) ? section.items.filter((item) => isPair(item)) : [];
  for (const { key, value } of pairs) {
    if (!isScalar(key) || !isScalar(value) || !isValue(value.value)) continue; // the schema of the file reports it
    const name = String(key.value);
    const text = Object.hasOwn(given, name) ? given[name] : undefined;
    const wanted = typeof value.value;
    const chosen = text === undefined || wanted === 'string' ? (text ?? value.value) : typed(text);
    if (typeof chosen !== wanted)
      report(
        'VARIABLE_INVALID',
        value.range?.[0] ?? 0,
        `the variable "${name}" is set to "${text}", expected a ${wanted}, as its default ${value.value} is`,
      );
    declared.set(name, typeof chosen === wanted ? chosen : value.value);
  }
  return declared;
};

const isValue = (value: unknown): value is Value => ['string', 'number', 'boolean'].includes(typeof value);
