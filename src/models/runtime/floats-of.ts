import type { StateDict } from '../weights/state-dict.ts';

/** float32 values of these parameters, in their order; empty for another type, which no runtime computes with. */
export const floatsOf = (
  parameters: readonly { readonly name: string }[],
  weights: StateDict,
): readonly Float32Array[] =>
  parameters.map(({ name }) => {
    const data = weights.get(name)?.data;
    return data instanceof Float32Array ? data : new Float32Array(0);
  });
