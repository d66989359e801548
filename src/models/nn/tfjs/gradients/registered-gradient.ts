import * as tf from '@tensorflow/tfjs-core';

export type Attributes = tf.NamedAttrMap;

/** The gradient of a TensorFlow.js kernel. */
export interface KernelGradient {
  /** Required inputs. */
  readonly inputs?: readonly string[];
  /** Whether all inputs are required, for kernels with a variable number. */
  readonly allInputs?: boolean;
  /** Whether the result is required; it follows the inputs. */
  readonly result?: boolean;
  /** Gradients by input name, computed only if required. */
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

/** An integer or a list of integers, as attributes come. */
export const wholeNumbers = (attribute: tf.Attribute | undefined): readonly number[] => {
  if (typeof attribute === 'number') return [attribute];
  return Array.isArray(attribute) ? attribute.map(Number) : [];
};
