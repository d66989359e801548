import * as tf from '@tensorflow/tfjs-core';
import type { StateDict, WeightArray } from '../../weights/state-dict.ts';
import type { ParameterSpec } from '../ops.ts';
import type { StepStatistics } from './training-mode.ts';

/** A state dict in the backend's memory, in PyTorch's layouts. */
export interface VariableStore {
  /** Trainable parameters by state-dict name. An optimiser assigns to these. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  /** Running statistics and other untrained floats. */
  readonly buffers: ReadonlyMap<string, tf.Variable>;
  /** Assigns running statistics and advances counters. */
  readonly move: (statistics: StepStatistics) => void;
  /** Copies of everything, in the order of the state dict. */
  readonly stateDict: () => Promise<StateDict>;
  readonly dispose: () => void;
}

const valuesOf = ({ name, shape, constructed }: ParameterSpec, weights: StateDict): WeightArray => {
  const given = weights.get(name);
  if (given !== undefined) return given;
  const data = constructed?.() ?? new Float32Array(0);
  return data instanceof Float32Array ? { dtype: 'float32', shape, data } : { dtype: 'int64', shape, data };
};

const variableOf = ({ role }: ParameterSpec, { data, shape }: WeightArray & { dtype: 'float32' }): tf.Variable =>
  tf.tidy(() => tf.variable(tf.tensor(data, [...shape]), role === 'parameter'));

/** @param weights values for the specs; buffers determined by the architecture may be absent */
export const variableStore = (specs: readonly ParameterSpec[], weights: StateDict): VariableStore => {
  const variables = new Map<string, tf.Variable>();
  const buffers = new Map<string, tf.Variable>();
  const whole = new Map<string, BigInt64Array>();
  for (const spec of specs) {
    const values = valuesOf(spec, weights);
    if (values.dtype === 'int64') whole.set(spec.name, values.data.slice());
    else (spec.role === 'parameter' ? variables : buffers).set(spec.name, variableOf(spec, values));
  }

  const current = async ({ name, shape }: ParameterSpec): Promise<WeightArray> => {
    const counter = whole.get(name);
    if (counter !== undefined) return { dtype: 'int64', shape, data: counter.slice() };
    const data = await (variables.get(name) ?? buffers.get(name)!).data<'float32'>();
    return { dtype: 'float32', shape, data: data.slice() };
  };
  return {
    variables,
    buffers,
    move: ({ running, passes }) => {
      for (const [name, tensor] of running) buffers.get(name)!.assign(tensor);
      for (const [name, count] of passes)
        whole.set(
          name,
          whole.get(name)!.map((counted) => counted + BigInt(count)),
        );
    },
    stateDict: async () => {
      const state = new Map<string, WeightArray>();
      for (const spec of specs) state.set(spec.name, await current(spec));
      return state;
    },
    dispose: () => tf.dispose([...variables.values(), ...buffers.values()]),
  };
};
