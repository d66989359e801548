import { operatorMisdeclared } from './errors.ts';

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const isSchema = (value: unknown): boolean => typeof value === 'object' && value !== null && '_zod' in value;
const isExample = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === 'object' && value !== null && 'options' in value && 'study' in value && isFunction(value.study));

/** Field, test, and what was expected of it, in the order in which a declaration is written. */
const RULES: readonly (readonly [field: string, fits: (value: unknown) => boolean, expected: string])[] = [
  ['name', (value) => typeof value === 'string' && KEBAB_CASE.test(value), 'kebab-case words such as "crop-rois"'],
  ['summary', isText, 'one sentence'],
  ['options', isSchema, 'a schema made with the "z" of spinestream, such as z.strictObject({ ... })'],
  ['example', isExample, 'an object with "options" and a function "study", or nothing'],
  ['reads', isFunction, 'a function of the options that gives names of entries'],
  ['writes', isFunction, 'a function of the options that gives names of entries'],
  ['apply', isFunction, 'a function of the options and the environment'],
];

/**
 * Whether a declaration is complete, for those who write it without a type checker.
 * @throws OPERATOR_MISDECLARED for the first field that is not
 */
export const checkDeclaration = (spec: object): void => {
  const name = 'name' in spec ? spec.name : undefined;
  for (const [field, fits, expected] of RULES) {
    const found: unknown = Reflect.get(spec, field);
    if (!fits(found)) throw operatorMisdeclared(name, field, found, expected);
  }
};

/** What "reads", "writes" or "models" of a declaration gave. @throws OPERATOR_MISDECLARED where it is no list of names */
export const checkedNames = <N extends string>(
  { name }: { readonly name: string },
  field: string,
  found: readonly N[],
): readonly N[] => {
  const list: unknown = found;
  if (!Array.isArray(list) || !list.every(isText))
    throw operatorMisdeclared(name, field, list, 'a list of names for these options');
  return found;
};
