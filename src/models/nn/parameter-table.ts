import { sameShape } from './dim.ts';
import { parameterRedefined } from './errors.ts';
import type { ParameterSpec } from './ops.ts';

/** The parameters that a network requests, each once, in order of first request. @param make  called once for each name */
export const parameterTable = <T>(make: (spec: ParameterSpec) => T) => {
  const entries = new Map<string, { readonly spec: ParameterSpec; readonly value: T }>();
  return {
    get: (spec: ParameterSpec): T => {
      const known = entries.get(spec.name);
      if (known === undefined) {
        const value = make(spec);
        entries.set(spec.name, { spec, value });
        return value;
      }
      if (!sameShape(known.spec.shape, spec.shape)) throw parameterRedefined(spec.name, known.spec.shape, spec.shape);
      return known.value;
    },
    specs: (): readonly ParameterSpec[] => [...entries.values()].map(({ spec }) => spec),
  };
};
