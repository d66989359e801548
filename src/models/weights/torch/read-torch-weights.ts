import { chooseEntry, type EntryOptions, type FileEntry, type ReadEntry } from '../choose-entry.ts';
import { toWeightArray } from '../element-types.ts';
import { quotedList } from '../errors.ts';
import type { WeightArray } from '../state-dict.ts';
import { torchNoStateDict, torchNotATensor } from './errors.ts';
import { withTorchFile } from './open-torch.ts';
import { readTensors } from './read-tensors.ts';
import { isDict, isTensor, kindOf, type TorchDict, type TorchTensor, type TorchValue } from './torch-value.ts';

const MAX_DEPTH = 3;

const holdsTensors = ({ entries }: TorchDict): boolean => [...entries.values()].some(isTensor);

const shown = (root: TorchValue): string => {
  if (!isDict(root)) return `a ${kindOf(root)}`;
  const keys = [...root.entries.keys()].map((key) => (typeof key === 'string' ? key : kindOf(key)));
  return keys.length === 0 ? 'an empty dict' : `a dict with ${quotedList(keys)}`;
};

interface TorchEntry extends FileEntry {
  readonly dict: TorchDict;
}

/** Dicts of tensors, by their key paths. Dicts with numeric keys, as in optimisers, are not state dicts. */
const entriesIn = (dict: TorchDict, path: readonly string[] = []): readonly TorchEntry[] => {
  const names = [...dict.entries.keys()].filter((key) => typeof key === 'string');
  const inside =
    path.length < MAX_DEPTH
      ? names.flatMap((name) => {
          const value = dict.entries.get(name);
          return isDict(value) ? entriesIn(value, [...path, name]) : [];
        })
      : [];
  return [...(holdsTensors(dict) ? [{ path: path.join('.'), names, dict }] : []), ...inside];
};

/** Tensors in a dict that also contains dicts of tensors, e.g. random generator states, are not weights. */
const withoutSideTensors = (entries: readonly TorchEntry[]): readonly TorchEntry[] => {
  const [first, ...others] = entries;
  const isBeside = first?.path === '' && others.some(({ names }) => names.length > first.names.length);
  return isBeside ? others : entries;
};

const tensorsOf = ({ entries }: TorchDict, nameOf: (name: string) => string | undefined) =>
  [...entries].flatMap(([key, value]): readonly (readonly [string, TorchTensor])[] => {
    if (typeof key !== 'string') throw torchNotATensor(String(key), `value under a ${kindOf(key)} as its name`);
    const name = nameOf(key);
    if (name === undefined) return [];
    if (!isTensor(value)) throw torchNotATensor(key, kindOf(value));
    return [[name, value]];
  });

/**
 * Reads the state dict of a PyTorch checkpoint: the checkpoint itself, or a dict in it. Skips other tensors, such as an optimiser's. Doubles and
 * halves become float32.
 * @throws TORCH_*, WEIGHTS_ENTRY_*, WEIGHTS_FILE_UNREADABLE
 */
export const readTorchEntry = (path: string, options: EntryOptions): Promise<ReadEntry> =>
  withTorchFile(path, async (container) => {
    const { root } = container;
    const entries = isDict(root) ? withoutSideTensors(entriesIn(root)) : [];
    const choice = chooseEntry(entries, options);
    if (choice === undefined) throw torchNoStateDict(shown(root));
    const named = tensorsOf(entries.find((one) => one.path === choice.path)!.dict, choice.nameOf);
    const values = await readTensors(
      container,
      named.map(([, tensor]) => tensor),
    );
    const weights = named.map(([name, tensor]): [string, WeightArray] => [
      name,
      toWeightArray(tensor.shape, values.get(tensor)!),
    ]);
    return { label: choice.label, others: choice.others, leftOut: choice.leftOut, weights: new Map(weights) };
  });
