import * as tf from '@tensorflow/tfjs-core';
import type { TapeEntries } from './missing-gradients.ts';

type Gradients = ReturnType<NonNullable<TapeEntries[number]['gradient']>>;

/** Gradients that are none of the given tensors: one that is passed on as it came gets a handle of its own. */
const ownHandles = (gradients: Gradients, given: readonly tf.Tensor[]): Gradients =>
  Object.fromEntries(
    Object.entries(gradients).map(([input, gradient]) => [
      input,
      () => {
        const result = gradient();
        return given.includes(result) ? tf.clone(result) : result;
      },
    ]),
  );

/**
 * Lets go of what each operation of a pass forward kept, and of the gradient of its result, as soon as the way back is past it.
 * TensorFlow.js holds all of both to the end: three times the memory. To be called when the pass forward is over, before the way back.
 */
export const freeOnWayBack = (tape: TapeEntries): void => {
  let past: readonly tf.Tensor[] = [];
  for (const node of tape) {
    const { gradient, saved = [] } = node;
    if (gradient === undefined || gradient === null) continue;
    node.gradient = (upstream) => {
      tf.dispose([...past]);
      const given = upstream.filter((tensor) => tensor !== null && tensor !== undefined);
      past = [...given, ...saved];
      return ownHandles(gradient(upstream), given);
    };
  }
};
