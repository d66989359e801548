import * as tf from '@tensorflow/tfjs-core';
import { inOrder } from '../axis-order.ts';
import type { ParameterSpec } from '../ops.ts';
import type { VariableStore } from './variable-store.ts';
import type { View } from './view.ts';

/** The parameters of one pass; each weight is converted to a layout once. */
export interface PassParameters {
  readonly get: (spec: Pick<ParameterSpec, 'name'>) => View;
  /** Frees the converted weights. */
  readonly free: () => void;
}

/** @param instead  values that replace the stored ones, such as averages */
export const passParameters = (
  { variables, buffers }: VariableStore,
  instead: (name: string) => tf.Tensor | undefined = () => undefined,
): PassParameters => {
  const views = new Map<string, View>();
  const layouts: Map<string, tf.Tensor>[] = [];
  return {
    get: ({ name }) => {
      const known = views.get(name);
      if (known !== undefined) return known;
      const tensor = instead(name) ?? variables.get(name) ?? buffers.get(name) ?? tf.scalar(0);
      const view = { tensor, order: inOrder(tensor.rank), name, layouts: new Map<string, tf.Tensor>() };
      views.set(name, view);
      layouts.push(view.layouts);
      return view;
    },
    free: () => tf.dispose(layouts.flatMap((laid) => [...laid.values()])),
  };
};
