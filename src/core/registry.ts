import { SpineError } from '../domain/spine-error.ts';
import { isOperator, type Operator, type OperatorInfo } from './define-operator.ts';
import type { OutputInfo } from './define-output.ts';
import type { SourceInfo } from './define-source.ts';

/** A declared source, operator or output; `kind` says which. */
export type PluginInfo = SourceInfo | OperatorInfo | OutputInfo;

/** Created by `defineSource`, `defineOperator` or `defineOutput`. */
export type Plugin = PluginInfo | Operator;

export const infoOf = (plugin: Plugin): PluginInfo => ('spec' in plugin ? plugin.spec : plugin);

/** Any number of sources, operators and outputs. */
export interface Plugins {
  readonly sources: readonly SourceInfo[];
  readonly operators: readonly OperatorInfo[];
  readonly outputs: readonly OutputInfo[];
}

export const PLUGIN_KINDS = ['sources', 'operators', 'outputs'] as const;
export type PluginKind = (typeof PLUGIN_KINDS)[number];

const isOf =
  <P extends SourceInfo | OutputInfo>(kind: P['kind']) =>
  (value: unknown): value is P =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind && 'bind' in value;

/** Finds the plugins among values of any kind, such as the exports of a module, without duplicates. */
export const pluginsAmong = (values: readonly unknown[]): Plugins => {
  const once = [...new Set(values)];
  return {
    sources: once.filter(isOf<SourceInfo>('source')),
    operators: once.filter(isOperator).map(({ spec }) => spec),
    outputs: once.filter(isOf<OutputInfo>('output')),
  };
};

/** Operators by name. */
export type OperatorRegistry = ReadonlyMap<string, OperatorInfo>;

/** The plugins that pipeline files may use. A plain value: importing a plugin registers nothing. */
export interface Registry {
  readonly sources: ReadonlyMap<string, SourceInfo>;
  readonly operators: OperatorRegistry;
  readonly outputs: ReadonlyMap<string, OutputInfo>;
}

const byName = <P extends { readonly name: string }>(
  kind: PluginKind,
  plugins: readonly P[],
): ReadonlyMap<string, P> => {
  const named = new Map<string, P>();
  for (const plugin of plugins) {
    if (named.has(plugin.name))
      throw new SpineError({
        code: 'PLUGIN_TWICE',
        reason: `two ${kind} are called "${plugin.name}"; rename one of them`,
      });
    named.set(plugin.name, plugin);
  }
  return named;
};

/**
 * Returns a registry of these plugins, for `checkPipeline` and similar functions.
 * @throws PLUGIN_TWICE if two of a kind share a name
 *
 * @example
 * import { loadSeries, registryOf, selectSlices } from 'spinestream/operators';
 *
 * const { operators } = registryOf({ operators: [loadSeries.spec, selectSlices.spec] });
 * [...operators.keys()]; // ['load-series', 'select-slices']
 * registryOf({ operators: [loadSeries.spec, loadSeries.spec] }); // throws PLUGIN_TWICE
 */
export const registryOf = ({ sources = [], operators = [], outputs = [] }: Partial<Plugins>): Registry => ({
  sources: byName('sources', sources),
  operators: byName('operators', operators),
  outputs: byName('outputs', outputs),
});

/**
 * Returns a registry with more plugins, without changing the given one.
 * @throws PLUGIN_TWICE if two of a kind share a name
 *
 * @example
 * import { BUILT_IN } from 'spinestream';
 * import { adding, defineOperator, withPlugins, z } from 'spinestream/operators';
 *
 * const mark = defineOperator({
 *   name: 'mark',
 *   summary: 'Mark a study.',
 *   options: z.strictObject({}),
 *   reads: () => [],
 *   writes: () => ['custom.mark'],
 *   apply: () => () => adding('custom.mark', true),
 * });
 * withPlugins(BUILT_IN, { operators: [mark.spec] }).operators.has('mark'); // true
 */
export const withPlugins = (registry: Registry, more: Partial<Plugins>): Registry =>
  registryOf({
    sources: [...registry.sources.values(), ...(more.sources ?? [])],
    operators: [...registry.operators.values(), ...(more.operators ?? [])],
    outputs: [...registry.outputs.values(), ...(more.outputs ?? [])],
  });
