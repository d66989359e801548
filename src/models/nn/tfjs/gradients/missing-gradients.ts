import type * as tf from '@tensorflow/tfjs-core';
import { gradientMissing } from '../errors.ts';

/** What TensorFlow.js writes down of a pass forward, for the way back. */
export type TapeEntries = NonNullable<ReturnType<typeof tf.engine>['state']['activeTape']>;

/** The parameter that was used last before a kernel without a gradient was first used. */
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

/** The same error, or which operation has no gradient and where it is, if that is what it says. */
export const explainedGradient = (
  error: unknown,
  tape: TapeEntries,
  variables: ReadonlyMap<string, tf.Variable>,
): unknown => {
  const kernel = error instanceof Error ? NOT_FOUND.exec(error.message)?.[1] : undefined;
  return kernel === undefined ? error : gradientMissing(kernel, placeOf(kernel, tape, variables), error);
};
