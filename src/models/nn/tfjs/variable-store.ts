import * as tf from '@tensorflow/tfjs-core';
import type { StateDict } from '../../weights/state-dict.ts';
import type { ParameterSpec } from '../ops.ts';

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
    const variable = tf.tidy(() => tf.variable(tf.tensor(data, [...shape]), role === 'parameter'));
    (role === 'parameter' ? variables : buffers).set(name, variable);
  }
  return { variables, buffers, dispose: () => tf.dispose([...variables.values(), ...buffers.values()]) };
};
