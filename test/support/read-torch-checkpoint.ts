import type { ElementValues } from '../../src/models/weights/element-types.ts';
import { withTorchFile } from '../../src/models/weights/torch/open-torch.ts';
import { readTensors } from '../../src/models/weights/torch/read-tensors.ts';
import type { TorchTensor, TorchValue } from '../../src/models/weights/torch/torch-value.ts';

export interface TorchCheckpoint {
  readonly root: TorchValue;
  /** The values of every tensor in `root`, row-major whatever its strides. */
  readonly values: ReadonlyMap<TorchTensor, ElementValues>;
}

/** Collects every reachable tensor; visits each object once, which handles cycles and shared parts. */
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
 * Reads a whole PyTorch checkpoint, zip or legacy: tensors and their containers.
 * @throws TORCH_* and WEIGHTS_FILE_UNREADABLE; never returns a partial result or runs code of the file
 */
export const readTorchCheckpoint = (path: string): Promise<TorchCheckpoint> =>
  withTorchFile(path, async (container) => ({
    root: container.root,
    values: await readTensors(container, tensorsIn(container.root)),
  }));
