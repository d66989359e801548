import { toWeightArray } from '../element-types.ts';
import { quotedList } from '../errors.ts';
import { plainName } from '../foreign-names.ts';
import type { StateDict, WeightArray } from '../state-dict.ts';
import { torchNoStateDict, torchNotATensor } from './errors.ts';
import { withTorchFile } from './open-torch.ts';
import { readTensors } from './read-tensors.ts';
import { kindOf, type TorchDict, type TorchTensor, type TorchValue } from './torch-value.ts';

/** Where training code keeps its state dict, the most telling name first. */
const WRAPPERS = ['state_dict', 'model_state_dict', 'model_state', 'model', 'net', 'network', 'module', 'weights'];
const MAX_WRAPPERS = 3;

const isDict = (value: TorchValue | undefined): value is TorchDict => value !== undefined && kindOf(value) === 'dict';
const isTensor = (value: TorchValue): value is TorchTensor => kindOf(value) === 'tensor';
const holdsTensors = ({ entries }: TorchDict): boolean => [...entries.values()].some(isTensor);

const shown = (root: TorchValue): string => {
  if (!isDict(root)) return `a ${kindOf(root)}`;
  const keys = [...root.entries.keys()].map((key) => (typeof key === 'string' ? key : kindOf(key)));
  return keys.length === 0 ? 'an empty dict' : `a dict with ${quotedList(keys)}`;
};

const stateDictIn = (root: TorchValue, depth = 0): TorchDict | undefined => {
  if (!isDict(root)) return undefined;
  const wrapped = WRAPPERS.map((name) => root.entries.get(name)).filter(isDict);
  for (const dict of depth < MAX_WRAPPERS ? wrapped : []) {
    const found = stateDictIn(dict, depth + 1);
    if (found !== undefined) return found;
  }
  return holdsTensors(root) ? root : undefined;
};

const namedTensors = ({ entries }: TorchDict): readonly (readonly [string, TorchTensor])[] =>
  [...entries].map(([name, value]) => {
    if (typeof name !== 'string') throw torchNotATensor(String(name), `value under a ${kindOf(name)} as its name`);
    if (!isTensor(value)) throw torchNotATensor(name, kindOf(value));
    return [name, value];
  });

/**
 * Reads the state dict of a PyTorch checkpoint: the checkpoint itself, or a dict in it under a usual name. Other tensors of the file,
 * such as an optimiser's, are not read. Prefixes of DataParallel and torch.compile are taken off. Doubles and halves become float32.
 * @throws TORCH_*, WEIGHTS_FILE_UNREADABLE
 */
export const readTorchWeights = (path: string): Promise<StateDict> =>
  withTorchFile(path, async (container) => {
    const dict = stateDictIn(container.root);
    if (dict === undefined) throw torchNoStateDict(shown(container.root));
    const named = namedTensors(dict);
    const rename = plainName(named.map(([name]) => name));
    const values = await readTensors(
      container,
      named.map(([, tensor]) => tensor),
    );
    return new Map(
      named.map(([name, tensor]): [string, WeightArray] => [
        rename(name),
        toWeightArray(tensor.shape, values.get(tensor)!),
      ]),
    );
  });
