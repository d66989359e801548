import { type Document, isMap, isPair, isScalar, type Pair, type Scalar, visit, type YAMLMap } from 'yaml';
import { suggestion } from '../../domain/text/nearest-name.ts';

/** The value of a variable. */
export type Value = string | number | boolean;
type Report = (code: string, offset: number, message: string) => void;

/** Variables that every run sets, used or not; always text. */
export const RUN_VARIABLES: readonly string[] = ['studies', 'models', 'out'];

const REFERENCE = /\$?\$\{([^}]*)\}/g;
const UNCLOSED = /(?<!\$)\$\{[^}]*$/;
const UNCLOSED_MESSAGE = 'no "}" ends the variable that "${" begins; add it, or write "$${" for a plain "${"';
const WHOLE = /^\$\{([^}]*)\}$/;

export interface SubstitutedVariables {
  /** Variables that the document declares or uses. */
  readonly names: readonly string[];
  /** Their values, without those that others determine. */
  readonly values: Readonly<Record<string, Value>>;
}

/**
 * Substitutes variables in the texts of a document: the given values, otherwise the defaults under `variables`. A text
 * that consists of one variable becomes its value, so that a number stays a number; `$${` escapes `${`.
 */
export const substituteVariables = (
  document: Document,
  given: Readonly<Record<string, string>>,
  report: Report,
): SubstitutedVariables => {
  const { declared, derived } = declaredVariables(document, given, report);
  const values = new Map<string, Value>([...Object.entries(given).map(typedAsRun), ...declared]);
  const used = new Set<string>();
  visit(document, {
    Pair: (_, { key }, parents) =>
      isScalar(key) && key.value === 'variables' && parents.at(-1) === document.contents ? visit.SKIP : undefined,
    Scalar: (_, node) => {
      if (typeof node.value === 'string') node.value = replaced(node, node.value, { values, used, report });
    },
  });
  const names = [...new Set([...declared.keys(), ...used])];
  for (const name of Object.keys(given).filter((one) => !names.includes(one) && !RUN_VARIABLES.includes(one)))
    report('VARIABLE_UNUSED', 0, `--set ${name}: the file has no variable "${name}";${suggestion(name, names)}`);
  const deciding = [...values].filter(([name]) => names.includes(name) && !derived.has(name));
  return { names, values: Object.fromEntries(deciding) };
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

/** A declared variable: a plain default, or defaults by the value of another variable. */
interface Declaration {
  readonly name: string;
  readonly offset: number;
  readonly value: Scalar | YAMLMap;
}

/** The declared variables, with their given values or defaults; a given value must have the default's type. */
const declaredVariables = (
  document: Document,
  given: Readonly<Record<string, string>>,
  report: Report,
): { readonly declared: ReadonlyMap<string, Value>; readonly derived: ReadonlySet<string> } => {
  const section = isMap(document.contents) ? document.contents.get('variables') : undefined;
  const declarations = isMap(section) ? section.items.flatMap((item) => (isPair(item) ? declarationOf(item) : [])) : [];
  const declared = new Map<string, Value>();
  for (const { name, offset, value } of declarations) {
    if (isScalar(value) && isValue(value.value))
      declared.set(name, givenOr(value.value, { name, offset, given, report }));
  }
  const plain = new Map(declared);
  const reported = new Set<string>();
  const reportOnce: Report = (code, offset, message) => {
    if (!reported.has(message)) report(code, offset, message);
    reported.add(message);
  };
  for (const { name, offset, value } of declarations) {
    const byDefault = isMap(value)
      ? defaultBy(value, plain, (code, message) => reportOnce(code, offset, message))
      : undefined;
    if (byDefault !== undefined) declared.set(name, givenOr(byDefault, { name, offset, given, report }));
  }
  const derived = [...declared.keys()].filter((name) => !plain.has(name) && !Object.hasOwn(given, name));
  return { declared, derived: new Set(derived) };
};

/** Empty for what the schema of the file reports. */
const declarationOf = ({ key, value }: Pair): readonly Declaration[] =>
  isScalar(key) && (isScalar(value) || isMap(value))
    ? [{ name: String(key.value), offset: value.range?.[0] ?? 0, value }]
    : [];

/**
 * The default in a map such as `{ by: networks, full: 512, nano: 256 }`. If there is none for the value of `by`, reports it
 * and returns another, so that uses of the variable are still checked. Undefined for what the schema of the file reports.
 */
const defaultBy = (
  map: YAMLMap,
  plain: ReadonlyMap<string, Value>,
  report: (code: string, message: string) => void,
): Value | undefined => {
  const { by, ...defaults }: Record<string, unknown> = map.toJSON();
  if (typeof by !== 'string') return undefined;
  const selector = plain.get(by);
  const value = Object.hasOwn(defaults, String(selector)) ? defaults[String(selector)] : undefined;
  if (selector === undefined)
    report('VARIABLE_UNKNOWN', `no variable "${by}" with a plain default;${suggestion(by, [...plain.keys()])}`);
  else if (value === undefined) {
    const near = suggestion(String(selector), Object.keys(defaults));
    report('VARIABLE_INVALID', `the variable "${by}" is set to "${selector}", which has no default here;${near}`);
  }
  const byDefault = value ?? Object.values(defaults)[0];
  return isValue(byDefault) ? byDefault : undefined;
};

interface Given {
  readonly name: string;
  readonly offset: number;
  readonly given: Readonly<Record<string, string>>;
  readonly report: Report;
}

const givenOr = (byDefault: Value, { name, offset, given, report }: Given): Value => {
  const text = Object.hasOwn(given, name) ? given[name] : undefined;
  if (text === undefined) return byDefault;
  const wanted = typeof byDefault;
  const value = wanted === 'string' ? text : typed(text);
  if (typeof value === wanted) return value;
  const expected = `expected a ${wanted}, as its default ${byDefault} is`;
  report('VARIABLE_INVALID', offset, `the variable "${name}" is set to "${text}", ${expected}`);
  return byDefault;
};

const isValue = (value: unknown): value is Value => ['string', 'number', 'boolean'].includes(typeof value);
