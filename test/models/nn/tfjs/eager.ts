import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../../../../src/domain/image.ts';
import { elementCount } from '../../../../src/domain/image.ts';
import type { Ops, ParameterSpec } from '../../../../src/models/nn/ops.ts';
import { tfjsOps } from '../../../../src/models/nn/tfjs/tfjs-ops.ts';
import { type StepState, trainingMode } from '../../../../src/models/nn/tfjs/training-mode.ts';
import { useMode } from '../../../../src/models/nn/tfjs/use-mode.ts';
import { plain, type View, viewOf } from '../../../../src/models/nn/tfjs/view.ts';
import { unitFill } from '../../../../src/models/weights/fill.ts';

/** A function of several arrays in the operations of networks. */
export type Composition = (nn: Ops<View>, inputs: readonly View[]) => View;

export const newStep = (seed = '7'): StepState => ({ seed, running: new Map(), passes: new Map() });

const noParameters = ({ name }: ParameterSpec): View => {
  throw new Error(`there is no parameter ${name}`);
};

export const opsInUse = (): Ops<View> => tfjsOps(noParameters, useMode);
export const opsInTraining = (step = newStep()) => tfjsOps(noParameters, trainingMode(step));

export const tensorOf = (name: string, shape: readonly number[]): Tensor => ({
  shape,
  data: unitFill(name, elementCount(shape)),
});

const asTensor = ({ data, shape }: Tensor): tf.Tensor => tf.tensor(data, [...shape]);

/** What a composition gives, in the network's layout. */
export const computed = async (nn: Ops<View>, composition: Composition, inputs: readonly Tensor[]): Promise<Tensor> => {
  const result = tf.tidy(() =>
    plain(
      composition(
        nn,
        inputs.map((input) => viewOf(asTensor(input))),
      ),
    ),
  );
  const data = Float32Array.from(await result.data());
  const { shape } = result;
  result.dispose();
  return { shape, data };
};

/** The composition's result as one number: each element counts as much as a fixed pattern says. */
const weighted = (result: tf.Tensor): tf.Scalar => {
  const pattern = tf.tensor(unitFill('pattern', result.size), result.shape);
  return tf.sum(tf.mul(result, pattern));
};

/** Gradients of that number with respect to all inputs. */
export const gradientsOf = async (
  nn: Ops<View>,
  composition: Composition,
  inputs: readonly Tensor[],
): Promise<readonly Float32Array[]> => {
  const number = (...tensors: tf.Tensor[]) =>
    weighted(
      plain(
        composition(
          nn,
          tensors.map((tensor) => viewOf(tensor)),
        ),
      ),
    );
  const gradients = tf.tidy(() => tf.grads(number)(inputs.map(asTensor)));
  const values: Float32Array[] = [];
  for (const gradient of gradients) {
    values.push(Float32Array.from(await gradient.data()));
    gradient.dispose();
  }
  return values;
};

/** That number, summed in float64. */
export const numberOf = async (nn: Ops<View>, composition: Composition, inputs: readonly Tensor[]): Promise<number> => {
  const { data } = await computed(nn, composition, inputs);
  const pattern = unitFill('pattern', data.length);
  return data.reduce((sum, value, index) => sum + value * pattern[index]!, 0);
};
