import type { ParameterSpec } from '../models/nn/ops.ts';
import { freezesAll, freezesNothing } from './errors.ts';

/** A pattern of parameter names, in which `*` is a wildcard that may be empty. */
export const namePattern = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );

/**
 * The parameters to train: those that no pattern matches. `*` is a wildcard that may be empty.
 * @throws SpineError for a pattern that matches no parameter, and if no parameter is left to train
 */
export const trainedBy = (
  specs: readonly ParameterSpec[],
  freeze: readonly string[],
): ((spec: Pick<ParameterSpec, 'name'>) => boolean) => {
  const names = specs.filter(({ role }) => role === 'parameter').map(({ name }) => name);
  const frozen = new Set<string>();
  for (const pattern of freeze) {
    const found = names.filter((name) => namePattern(pattern).test(name));
    if (found.length === 0) throw freezesNothing(pattern, names);
    for (const name of found) frozen.add(name);
  }
  if (names.length > 0 && frozen.size === names.length) throw freezesAll(freeze);
  return ({ name }) => !frozen.has(name);
};
