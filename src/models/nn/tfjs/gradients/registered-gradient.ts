import * as tf from '@tensorflow/tfjs-core';

export type Attributes = tf.NamedAttrMap;

/** The gradient of a kernel of TensorFlow.js. */
export interface KernelGradient {
  /** Inputs that it needs. */
  readonly inputs?: readonly string[];
  /** Whether it needs all inputs, as where their number is free. */
  readonly allInputs?: boolean;
  /** Whether it needs the result; it comes after the inputs. */
  readonly result?: boolean;
  /** Gradients by name of the input, computed only where they are needed. */
  readonly of: (
    dy: tf.Tensor,
    saved: readonly tf.Tensor[],
    attributes: Attributes,
  ) => Readonly<Record<string, () => tf.Tensor>>;
}

const one = (x: tf.Tensor | tf.Tensor[]): tf.Tensor => {
  if (!Array.isArray(x)) return x;
  throw new Error('a kernel with one output got several gradients');
};

export const registerKernelGradient = (kernelName: string, gradient: KernelGradient): void =>
  tf.registerGradient({
    kernelName,
    inputsToSave: [...(gradient.inputs ?? [])],
    saveAllInputs: gradient.allInputs ?? false,
    outputsToSave: [gradient.result ?? false],
    gradFunc: (dy, saved, attributes) => ({ ...gradient.of(one(dy), saved, attributes) }),
  });

/** A whole number or a list of them, as attributes come. */
export const wholeNumbers = (attribute: tf.Attribute | undefined): readonly number[] => {
  if (typeof attribute === 'number') return [attribute];
  return Array.isArray(attribute) ? attribute.map(Number) : [];
};
