import { type Registry, registryOf } from '../core/registry.ts';
import { BUILT_IN_OPERATORS } from '../operators/built-in.ts';
import { BUILT_IN_OUTPUTS } from '../streams/outputs/built-in.ts';
import { BUILT_IN_SOURCES } from '../streams/sources/built-in.ts';

/** Everything that a pipeline file may name without bringing it. */
export const BUILT_IN: Registry = registryOf({
  sources: BUILT_IN_SOURCES,
  operators: BUILT_IN_OPERATORS,
  outputs: BUILT_IN_OUTPUTS,
});
