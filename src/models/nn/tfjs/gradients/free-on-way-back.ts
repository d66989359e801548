import * as tf from '@tensorflow/tfjs-core';
import type { TapeEntries } from './missing-gradients.ts';

type Gradients = ReturnType<NonNullable<TapeEntries[number]['gradient']>>;

/** Ensures that gradients are new handles: one that is passed through unchanged is cloned. */
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
 * Frees what each forward operation kept, and the gradient of its result, once the backward pass is past it. TensorFlow.js holds all of both to the
 * end: three times the memory. Call it between the forward and the backward pass.
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
