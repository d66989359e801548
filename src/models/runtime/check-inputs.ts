import { elementCount, type Tensor } from '../../domain/image.ts';
import type { NetworkInput } from '../nn/network.ts';
import { batchesDiffer, inputLengthUnfit, inputNamesDiffer, inputShapeUnfit } from './errors.ts';
import type { Tensors } from './runtime.ts';

const fits = (needed: NetworkInput['shape'], found: readonly number[]): boolean =>
  needed.length === found.length &&
  needed.every((dim, axis) => (dim === 'n' ? Number.isInteger(found[axis]) && found[axis]! >= 1 : dim === found[axis]));

const checkOne = (model: string, { name, shape: needed }: NetworkInput, { shape, data }: Tensor): void => {
  if (!fits(needed, shape)) throw inputShapeUnfit(model, name, needed, shape);
  if (data.length !== elementCount(shape)) throw inputLengthUnfit(model, name, shape, data.length);
};

/** Refuses inputs that do not match the model exactly: names, shapes, lengths, and one batch for all. */
export const checkInputs = (model: string, needed: readonly NetworkInput[], inputs: Tensors): void => {
  const names = needed.map(({ name }) => name);
  const found = Object.keys(inputs);
  if (found.length !== names.length || names.some((name) => inputs[name] === undefined))
    throw inputNamesDiffer(model, names, found);
  for (const input of needed) checkOne(model, input, inputs[input.name]!);

  const batches = needed.flatMap(({ name, shape }) => {
    const axis = shape.indexOf('n');
    return axis < 0 ? [] : [[name, inputs[name]!.shape[axis]!] as const];
  });
  if (new Set(batches.map(([, n]) => n)).size > 1) throw batchesDiffer(model, Object.fromEntries(batches));
};
