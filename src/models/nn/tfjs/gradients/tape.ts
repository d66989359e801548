import * as tf from '@tensorflow/tfjs-core';
import { gradientMissing } from '../errors.ts';

/** TensorFlow.js's record of a forward pass. */
export type TapeEntries = NonNullable<ReturnType<typeof tf.engine>['state']['activeTape']>;

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

/** Frees tensors kept for the backward pass; after a complete one there are none. */
export const freeTape = (tape: TapeEntries): void => {
  for (const { saved } of tape) tf.dispose(saved ?? []);
};

/** The last parameter used before the first kernel without a gradient. */
const placeOf = (
  kernel: string,
  tape: TapeEntries,
  variables: ReadonlyMap<string, tf.Variable>,
): string | undefined => {
  const names = new Map([...variables].map(([name, { id }]) => [id, name]));
  const used = tape.findIndex(({ kernelName }) => kernelName === kernel);
  const before = tape.slice(0, used + 1).flatMap(({ inputs }) => Object.values(inputs));
  return before.map(({ id }) => names.get(id)).findLast((name) => name !== undefined);
};

const NOT_FOUND = /gradient function not found for (\w+)/;

/** Adds the operation without a gradient and its place, if that caused the error. */
export const explainedGradient = (
  error: unknown,
  tape: TapeEntries,
  variables: ReadonlyMap<string, tf.Variable>,
): unknown => {
  const kernel = error instanceof Error ? NOT_FOUND.exec(error.message)?.[1] : undefined;
  return kernel === undefined ? error : gradientMissing(kernel, placeOf(kernel, tape, variables), error);
};
