import type { Ops } from './ops.ts';

/** Operations bound to a place in the state dict, which determines the names of a layer's weights. */
export interface Scope<T> {
  readonly nn: Ops<T>;
  /** `at.in('layer1', 0)` is the place `<here>.layer1.0`. */
  readonly in: (...parts: readonly (string | number)[]) => Scope<T>;
  readonly parameter: (name: string, shape: readonly number[]) => T;
  /** A buffer stored with the weights, such as running statistics. */
  readonly buffer: (name: string, shape: readonly number[]) => T;
  /** A buffer determined by the architecture, which weights may omit. */
  readonly constructed: (
    name: string,
    shape: readonly number[],
    values: () => Float32Array | BigInt64Array,
    dtype: 'float32' | 'int64',
  ) => T;
}

/** @param path  dot-separated, '' for the root */
export const scopeOf = <T>(nn: Ops<T>, path = ''): Scope<T> => {
  const named = (name: string | number) => (path === '' ? String(name) : `${path}.${name}`);
  return {
    nn,
    in: (...parts) => (parts.length === 0 ? scopeOf(nn, path) : scopeOf(nn, named(parts.join('.')))),
    parameter: (name, shape) => nn.parameter({ name: named(name), shape, dtype: 'float32', role: 'parameter' }),
    buffer: (name, shape) => nn.parameter({ name: named(name), shape, dtype: 'float32', role: 'buffer' }),
    constructed: (name, shape, values, dtype) =>
      nn.parameter({ name: named(name), shape, dtype, role: 'buffer', constructed: values }),
  };
};
