import { readSafetensors } from './read-safetensors.ts';
import type { StateDict } from './state-dict.ts';
import { readTorchWeights } from './torch/read-torch-weights.ts';

/** The state dict of a `.safetensors` file, or of a PyTorch checkpoint under any other name. @throws SAFETENSORS_*, TORCH_*, WEIGHTS_FILE_UNREADABLE */
export const readWeights = async (path: string): Promise<StateDict> =>
  path.endsWith('.safetensors') ? (await readSafetensors(path)).weights : readTorchWeights(path);
