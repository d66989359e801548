import * as tf from '@tensorflow/tfjs-core';
import type { StateDict } from '../../weights/state-dict.ts';
import { inOrder } from '../axis-order.ts';
import type { ParameterSpec } from '../ops.ts';
import { tensorOf } from './host-tensors.ts';
import type { View } from './view.ts';

/** The floats of a state dict in the backend's memory, in PyTorch's layouts. */
export interface VariableStore {
  /** Trainable parameters by state-dict name. An optimiser assigns to these. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  /** Running statistics and other untrained floats. */
  readonly buffers: ReadonlyMap<string, tf.Variable>;
  readonly dispose: () => void;
}

/** @param weights values for the specs; buffers determined by the architecture may be absent */
export const variableStore = (specs: readonly ParameterSpec[], weights: StateDict): VariableStore => {
  const variables = new Map<string, tf.Variable>();
  const buffers = new Map<string, tf.Variable>();
  for (const { name, shape, role, constructed } of specs) {
    const data = weights.get(name)?.data ?? constructed?.() ?? new Float32Array(0);
    if (!(data instanceof Float32Array)) continue; // counters, which the engine keeps
    const variable = tf.tidy(() => tf.variable(tensorOf({ data, shape }), role === 'parameter'));
    (role === 'parameter' ? variables : buffers).set(name, variable);
  }
  return { variables, buffers, dispose: () => tf.dispose([...variables.values(), ...buffers.values()]) };
};

/** The parameters of one pass. */
export type PassParameters = ReturnType<typeof passParameters>;

/**
 * The parameters of one pass; each weight is converted to a layout once.
 * @param instead  values that replace the stored ones, such as averages
 */
export const passParameters = (
  { variables, buffers }: VariableStore,
  instead: (name: string) => tf.Tensor | undefined = () => undefined,
) => {
  const views = new Map<string, View>();
  const layouts: Map<string, tf.Tensor>[] = [];
  return {
    get: ({ name }: Pick<ParameterSpec, 'name'>): View => {
      const known = views.get(name);
      if (known !== undefined) return known;
      const tensor = instead(name) ?? variables.get(name) ?? buffers.get(name) ?? tf.scalar(0);
      const view = { tensor, order: inOrder(tensor.rank), name, layouts: new Map<string, tf.Tensor>() };
      views.set(name, view);
      layouts.push(view.layouts);
      return view;
    },
    /** Frees the converted weights. */
    free: () => tf.dispose(layouts.flatMap((laid) => [...laid.values()])),
  };
};
