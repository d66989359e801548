import { chooseEntry, type EntryOptions, type ReadEntry } from './choose-entry.ts';
import { weightsEntryAmbiguous } from './errors.ts';
import { readSafetensors } from './safetensors/safetensors.ts';
import type { StateDict } from './state-dict.ts';
import { readTorchEntry } from './torch/read-torch-weights.ts';

const SAFETENSORS = /\.safetensors$/i;

const readSafetensorsEntry = async (path: string, options: EntryOptions): Promise<ReadEntry> => {
  const { weights } = await readSafetensors(path);
  const choice = chooseEntry([{ path: '', names: [...weights.keys()] }], options);
  if (choice === undefined) return { weights, label: '', others: [], leftOut: [] };
  const kept = [...weights].flatMap(([name, array]) => {
    const own = choice.nameOf(name);
    return own === undefined ? [] : [[own, array] as const];
  });
  return { ...choice, weights: new Map(kept) };
};

/**
 * Reads the weights of a `.safetensors` file, or of a PyTorch checkpoint under any other name, by the network's names: strips prefixes of wrappers,
 * and drops entries that a prefix distinguishes from the network's.
 * @throws SAFETENSORS_*, TORCH_*, WEIGHTS_*
 */
export const readEntry = (path: string, options: EntryOptions = {}): Promise<ReadEntry> =>
  SAFETENSORS.test(path) ? readSafetensorsEntry(path, options) : readTorchEntry(path, options);

/** Like `readEntry`, for callers that cannot report other weights in the file. @throws WEIGHTS_ENTRY_AMBIGUOUS if there are any */
export const readWeights = async (path: string, options: EntryOptions = {}): Promise<StateDict> => {
  const { weights, label, others } = await readEntry(path, options);
  if (others.length > 0) throw weightsEntryAmbiguous([label, ...others]).at({ file: path });
  return weights;
};
