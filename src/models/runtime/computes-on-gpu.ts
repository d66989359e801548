import type { RuntimeIdentity } from './runtime.ts';
import { GPU_BACKENDS } from './tfjs/backends.ts';

/** Whether a runtime computes on a graphics card, as far as it names itself. */
export const computesOnGpu = (identity: RuntimeIdentity | undefined): boolean => {
  if (identity === undefined) return false;
  const { backend, provider } = identity;
  return backend === 'onnx'
    ? provider !== undefined && provider !== 'cpu'
    : GPU_BACKENDS.some((gpu) => gpu === backend);
};
