import type { Tensor } from '../../domain/image.ts';
import type { PredictOptions, Tensors } from './runtime.ts';
import { transferable } from './transferable.ts';

const ownCopy = ({ shape, data }: Tensor): Tensor => ({ shape, data: data.slice() });

/** Inputs for a thread, with the buffers that it takes over: copies, unless the caller gives its own away. */
export const sentInputs = (given: Tensors, { transfer: isGiven = false }: PredictOptions) => {
  const inputs: Tensors = Object.fromEntries(
    Object.entries(given).map(([name, tensor]) => [
      name,
      isGiven && transferable(tensor.data).length > 0 ? tensor : ownCopy(tensor),
    ]),
  );
  return { inputs, transfer: Object.values(inputs).flatMap(({ data }) => transferable(data)) };
};
