import type { ElementValues } from '../element-types.ts';
import { withTorchFile } from './open-torch.ts';
import { readTensors } from './read-tensors.ts';
import type { TorchTensor, TorchValue } from './torch-value.ts';

export interface TorchCheckpoint {
  readonly root: TorchValue;
  /** The values of every tensor in `root`, row-major in the order of its shape whatever its strides. */
  readonly values: ReadonlyMap<TorchTensor, ElementValues>;
}

/** Every tensor that can be reached; each object is visited once, so that cycles and shared parts do no harm. */
const tensorsIn = (root: TorchValue): ReadonlySet<TorchTensor> => {
  const tensors = new Set<TorchTensor>();
  const seen = new Set<TorchValue>([root]);
  for (const value of seen) {
    if (value === null || typeof value !== 'object' || value instanceof Uint8Array) continue;
    if (value.kind === 'tensor') tensors.add(value);
    else if (value.kind === 'list' || value.kind === 'tuple') for (const item of value.items) seen.add(item);
    else if (value.kind === 'dict') for (const pair of value.entries) for (const item of pair) seen.add(item);
  }
  return tensors;
};

/**
 * Reads all of a PyTorch checkpoint, zip or legacy: tensors and what is around them.
 * @throws TORCH_* and WEIGHTS_FILE_UNREADABLE; there is no partial result, and nothing of the file is run
 */
export const readTorchCheckpoint = (path: string): Promise<TorchCheckpoint> =>
  withTorchFile(path, async (container) => ({
    root: container.root,
    values: await readTensors(container, tensorsIn(container.root)),
  }));
