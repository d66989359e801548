import type * as tf from '@tensorflow/tfjs-core';
import type { View } from '../view.ts';

/** Values during a replay. Several may share a tensor, which is freed with the last of them. */
export interface LiveValues {
  readonly get: (value: number) => View;
  readonly set: (value: number, view: View) => void;
  /** Ends a value; one that was not set here stays. */
  readonly end: (value: number) => void;
}

/** @param outlives  whether a tensor outlives the replay */
export const liveValues = (outlives: (tensor: tf.Tensor) => boolean): LiveValues => {
  const live = new Map<number, View>();
  const holders = new Map<tf.Tensor, number>();
  return {
    get: (value) => live.get(value)!,
    set: (value, view) => {
      live.set(value, view);
      holders.set(view.tensor, (holders.get(view.tensor) ?? 0) + 1);
    },
    end: (value) => {
      const tensor = live.get(value)?.tensor;
      if (tensor === undefined) return;
      live.delete(value);
      const others = holders.get(tensor)! - 1;
      holders.set(tensor, others);
      if (others === 0 && !outlives(tensor)) tensor.dispose();
    },
  };
};
