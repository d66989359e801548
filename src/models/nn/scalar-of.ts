import type { Kernel } from './ops.ts';

export const scalarOf = <T>(nn: Pick<Kernel<T>, 'constant'>, value: number): T =>
  nn.constant(Float32Array.of(value), []);
