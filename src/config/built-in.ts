import { type Registry, registryOf } from '../core/registry.ts';
import { BUILT_IN_OPERATORS } from '../operators/built-in.ts';
import { BUILT_IN_OUTPUTS } from '../streams/outputs/built-in.ts';
import { BUILT_IN_SOURCES } from '../streams/sources/built-in.ts';

/**
 * The built-in sources, operators and outputs: what a pipeline file may name without listing plugins of its own.
 *
 * @example
 * import { BUILT_IN } from 'spinestream';
 *
 * BUILT_IN.sources.has('dicomweb'); // true
 * BUILT_IN.operators.has('crop-rois'); // true
 */
export const BUILT_IN: Registry = registryOf({
  sources: BUILT_IN_SOURCES,
  operators: BUILT_IN_OPERATORS,
  outputs: BUILT_IN_OUTPUTS,
});
