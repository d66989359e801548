import type * as tf from '@tensorflow/tfjs-core';
import { gradientMissing } from '../errors.ts';

/** TensorFlow.js's record of a forward pass. */
export type TapeEntries = NonNullable<ReturnType<typeof tf.engine>['state']['activeTape']>;

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
