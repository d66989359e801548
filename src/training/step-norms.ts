import type { StepResult } from './train-engine.ts';

/** @param squared  the sum of squares of each parameter's gradient */
export const norms = (
  parameters: readonly string[],
  squared: Float32Array,
): Pick<StepResult, 'gradientNorm' | 'gradientNorms'> => ({
  gradientNorm: Math.sqrt(squared.reduce((sum, value) => sum + value, 0)),
  gradientNorms: new Map(parameters.map((name, index) => [name, Math.sqrt(squared[index]!)])),
});

/** The first parameter with a non-finite gradient. */
export const firstBad = (parameters: readonly string[], squared: Float32Array): string | undefined =>
  parameters.find((_, index) => !Number.isFinite(squared[index]));
