import * as tf from '@tensorflow/tfjs-core';
import { registerKernelGradient } from './registered-gradient.ts';

export type Inputs<I extends string> = Readonly<Record<I, tf.Tensor>>;
export type Attributes = Readonly<Record<string, number>>;

/** An operation with a gradient of our own. */
export interface OwnOperation<I extends string, A extends Attributes> {
  readonly name: string;
  readonly inputs: readonly I[];
  readonly forward: (inputs: Inputs<I>, attributes: A) => tf.Tensor;
  /** The gradient of each input, computed only for those that need one: neither for data nor for frozen parameters. */
  readonly gradients: (dy: tf.Tensor, inputs: Inputs<I>, attributes: A) => Readonly<Record<I, () => tf.Tensor>>;
}

const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;

const named = <I extends string>(names: readonly I[], tensors: readonly unknown[]): Inputs<I> => {
  if (!tensors.every(isTensor)) throw new Error(`the inputs ${names.join(', ')} are not all tensors`);
  // The keys are exactly the names; Object.fromEntries cannot say so.
  return Object.fromEntries(names.map((name, index) => [name, tensors[index]!])) as Record<I, tf.Tensor>;
};

/**
 * Makes an operation known to TensorFlow.js, forward (composed of other operations, on whatever backend is in use) and backward.
 * `tf.customGrad` would do but for one thing: it computes the gradients of all inputs whether they are needed or not.
 */
export const ownOperation = <I extends string, A extends Attributes>(
  operation: OwnOperation<I, A>,
): ((inputs: Inputs<I>, attributes: A) => tf.Tensor) => {
  const { name, inputs: names, forward, gradients } = operation;
  const kernelName = `Spinestream${name}`;
  // TensorFlow.js hands on what it was called with; it only types it more loosely.
  const attributesOf = (attributes: tf.NamedAttrMap | undefined) => attributes as A;

  const register = (backendName: string): void => {
    registerKernelGradient(kernelName, {
      inputs: names,
      of: (dy, saved, attributes) => gradients(dy, named(names, saved), attributesOf(attributes)),
    });
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const tensors = names.map((input) => inputs[input]);
        return tf.tidy(() => forward(named(names, tensors), attributesOf(attrs)));
      },
    });
  };

  const backends = new Set<string>();
  return (inputs, attributes) => {
    const backend = tf.getBackend();
    if (!backends.has(backend)) register(backend);
    backends.add(backend);
    return tf.engine().runKernel(kernelName, { ...inputs }, { ...attributes });
  };
};
