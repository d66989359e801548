import type { z } from 'zod';
import { validated } from '../schema/json-record.ts';
import { optionsInvalid } from './errors.ts';

/** What every kind of plugin declares. */
export interface PluginSpec<S extends z.ZodType, Example> {
  /** Kebab-case, as in pipeline files. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly description?: string;
  readonly options: S;
  /** Required by the conformance kit, which runs it. */
  readonly example?: Example;
}

/** A plugin as registries and listings see it, independent of its options. */
export interface DeclaredPlugin<Kind extends string, Example, Bound> {
  readonly kind: Kind;
  readonly name: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly options: z.ZodType;
  readonly example: Example | undefined;
  /** @throws OPTIONS_INVALID if the options do not match the schema */
  readonly bind: (options: unknown) => Bound;
}

const OF_OPTIONS = { whole: 'its options are', noun: 'option' } as const;

/** A plugin from its declaration. @param bound  what it is with validated options */
export const declaredPlugin = <Kind extends string, S extends z.ZodType, Example, Bound>(
  kind: Kind,
  { name, summary, description, options, example }: PluginSpec<S, Example>,
  bound: (options: z.output<S>) => Bound,
): DeclaredPlugin<Kind, Example, Bound> => ({
  ...{ kind, name, summary, description, options, example },
  bind: (given) => bound(validated(given, options, (problems) => optionsInvalid(name, problems), OF_OPTIONS)),
});
