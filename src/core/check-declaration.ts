import { pluginMisdeclared } from './errors.ts';

export const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const isSchema = (value: unknown): boolean => typeof value === 'object' && value !== null && '_zod' in value;
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isExample = (value: unknown): boolean =>
  value === undefined || (isObject(value) && 'options' in value && 'study' in value && isFunction(value.study));

type Rule = readonly [field: string, fits: (value: unknown) => boolean, expected: string];

/** Field, test, and expectation, in declaration order. */
const COMMON: readonly Rule[] = [
  ['name', (value) => typeof value === 'string' && KEBAB_CASE.test(value), 'kebab-case words such as "crop-rois"'],
  ['summary', isText, 'one sentence'],
  ['options', isSchema, 'a schema made with the "z" of spinestream, such as z.strictObject({ ... })'],
];
const EXAMPLE: Rule = ['example', isExample, 'an object with "options" and a function "study", or nothing'];
const READS: Rule = ['reads', isFunction, 'a function of the options that gives names of entries'];

const OPERATOR: readonly Rule[] = [
  ...COMMON,
  EXAMPLE,
  READS,
  ['writes', isFunction, 'a function of the options that gives names of entries'],
  ['apply', isFunction, 'a function of the options and the environment'],
];

const SOURCE: readonly Rule[] = [
  ...COMMON,
  [
    'example',
    (value) =>
      value === undefined || (isObject(value) && 'options' in value && (!('fill' in value) || isFunction(value.fill))),
    'an object with "options" and a function "fill", or nothing',
  ],
  ['open', isFunction, 'a function of the options and the environment'],
];

const isColumns = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isText);

const TABLE: readonly Rule[] = [
  ...COMMON,
  EXAMPLE,
  ['columns', isColumns, 'a list of column names'],
  READS,
  ['rows', isFunction, 'a function of the options that gives a function of a study'],
  [
    'open',
    (value) => value === undefined,
    'nothing next to "rows"; with "open", the rows of a study come from "ofStudy"',
  ],
];

const FILES: readonly Rule[] = [
  ...COMMON,
  EXAMPLE,
  ['columns', (value) => value === undefined || isColumns(value), 'a list of column names, or nothing'],
  ['folder', (value) => value === undefined || isFolder(value), 'the name of a folder, or nothing'],
  READS,
  ['open', isFunction, 'a function of the options, the run and the environment'],
];

const isFolder = (value: unknown): boolean => typeof value === 'string' && KEBAB_CASE.test(value);

const check =
  (define: string, rules: readonly Rule[]) =>
  (spec: object): void => {
    const name = 'name' in spec ? spec.name : undefined;
    for (const [field, fits, expected] of rules) {
      const found: unknown = Reflect.get(spec, field);
      if (!fits(found)) throw pluginMisdeclared(define, name, { field, found, expected });
    }
  };

/**
 * Checks that a declaration is complete, for authors without a type checker.
 * @throws PLUGIN_MISDECLARED for the first invalid field
 */
export const checkOperator = check('defineOperator', OPERATOR);

/** Checks the declaration of a source, like `checkOperator`. @throws PLUGIN_MISDECLARED */
export const checkSource = check('defineSource', SOURCE);

/** Checks the declaration of an output, like `checkOperator`. @throws PLUGIN_MISDECLARED */
export const checkOutput = (spec: object): void => check('defineOutput', 'rows' in spec ? TABLE : FILES)(spec);

/**
 * Validates the result of a declaration's "reads", "writes" or "models". @throws PLUGIN_MISDECLARED if it is not a list
 * of names
 */
export const checkedNames = <N extends string>(
  { name }: { readonly name: string },
  field: string,
  found: readonly N[],
): readonly N[] => {
  const list: unknown = found;
  if (!Array.isArray(list) || !list.every(isText))
    throw pluginMisdeclared('defineOperator', name, {
      field,
      found: list,
      expected: 'a list of names for these options',
    });
  return found;
};
