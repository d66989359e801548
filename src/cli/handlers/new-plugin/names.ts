import { KEBAB_CASE } from '../../../core/check-declaration.ts';
import { camelCase } from '../../camel-case.ts';
import { pluginNameUnfit } from '../../errors.ts';

export type NewKind = 'source' | 'operator' | 'output';

/** Reserved words of the language. */
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function ' +
    'if implements import in instanceof interface let new null package private protected public return static super switch this throw true try ' +
    'typeof undefined var void while with yield'
  ).split(' '),
);

const capital = (word: string): string => word[0]?.toUpperCase() + word.slice(1);

/**
 * Returns the variable name for a plugin's export.
 * @param text  of the files that use it, where the name must be free
 * @throws PLUGIN_NAME_UNFIT
 */
export const variableOf = (kind: NewKind, name: string, text: string): string => {
  if (!KEBAB_CASE.test(name)) throw pluginNameUnfit(kind, name);
  const variable = camelCase(name);
  const isTaken = RESERVED.has(variable) || new RegExp(`\\b${variable}\\b`).test(text);
  return isTaken ? `${variable}${capital(kind)}` : variable;
};
