import * as tf from '@tensorflow/tfjs-core';
import { registerKernelGradient } from './registered-gradient.ts';

export type Inputs<I extends string> = Readonly<Record<I, tf.Tensor>>;
export type Attributes = Readonly<Record<string, number>>;

/** An operation with a custom gradient. */
export interface OwnOperation<I extends string, A extends Attributes> {
  readonly name: string;
  readonly inputs: readonly I[];
  readonly forward: (inputs: Inputs<I>, attributes: A) => tf.Tensor;
  /** The gradient of each input, computed only if required: not for data or frozen parameters. */
  readonly gradients: (dy: tf.Tensor, inputs: Inputs<I>, attributes: A) => Readonly<Record<I, () => tf.Tensor>>;
}

const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;

const named = <I extends string>(names: readonly I[], tensors: readonly unknown[]): Inputs<I> => {
  if (!tensors.every(isTensor)) throw new Error(`the inputs ${names.join(', ')} are not all tensors`);
  // The keys match the names exactly, which Object.fromEntries cannot express.
  return Object.fromEntries(names.map((name, index) => [name, tensors[index]!])) as Record<I, tf.Tensor>;
};

/**
 * Registers an operation with TensorFlow.js, with a forward pass (composed of other operations, on the current backend) and a backward pass.
 * `tf.customGrad` is unsuitable because it computes the gradients of all inputs, required or not.
 */
export const ownOperation = <I extends string, A extends Attributes>(
  operation: OwnOperation<I, A>,
): ((inputs: Inputs<I>, attributes: A) => tf.Tensor) => {
  const { name, inputs: names, forward, gradients } = operation;
  const kernelName = `Spinestream${name}`;
  // TensorFlow.js passes its arguments on unchanged, but types them more loosely.
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
