import { elementCount } from '../../../domain/image.ts';
import type { ElementType } from '../element-types.ts';
import { torchCorrupt, torchDtypeUnsupported, torchGlobalRefused } from './errors.ts';
import {
  isTensor,
  kindOf,
  type TorchGlobal,
  type TorchStorage,
  type TorchTensor,
  type TorchValue,
} from './torch-value.ts';

/**
 * Allow-list of checkpoint globals: the builders that `torch.save` uses for tensors, parameters and state dicts. Each is a function in this file that
 * creates plain data; the Python object of that name is never reached.
 */

const STORAGE_TYPES: Readonly<Record<string, ElementType>> = {
  DoubleStorage: 'float64',
  FloatStorage: 'float32',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  BoolStorage: 'bool',
};

const STORAGE = /^torch\.(?:cuda\.)?(\w+Storage)$/;

const SYMBOL =
  /^torch\.(float(16|32|64)?|double|half|bfloat16|u?int(8|16|32|64)|long|int|short|bool|complex(64|128)|strided|contiguous_format|channels_last|preserve_format)$/;

const isCount = (value: TorchValue | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const countsOf = (value: TorchValue | undefined, what: string): readonly number[] => {
  const items = isSequence(value) ? value.items : undefined;
  if (items?.every(isCount)) return items;
  throw torchCorrupt(`the ${what} of a tensor is no tuple of whole numbers`);
};

const isSequence = (
  value: TorchValue | undefined,
): value is Extract<TorchValue, { readonly items: readonly TorchValue[] }> =>
  value !== undefined && (kindOf(value) === 'tuple' || kindOf(value) === 'list');

const isStorage = (value: TorchValue | undefined): value is TorchStorage =>
  value !== undefined && kindOf(value) === 'storage';

const rebuildTensor = ([storage, offset, size, strides]: readonly TorchValue[]): TorchTensor => {
  if (!isStorage(storage) || !isCount(offset)) throw torchCorrupt('a tensor has no storage or no offset');
  const shape = countsOf(size, 'shape');
  const stride = countsOf(strides, 'stride');
  if (shape.length !== stride.length)
    throw torchCorrupt(`a tensor of ${shape.length} dimensions has ${stride.length} strides`);
  const last = shape.reduce((at, length, axis) => at + (length - 1) * stride[axis]!, offset);
  if (elementCount(shape) !== 0 && !(last < storage.count))
    throw torchCorrupt(`a tensor of shape [${shape.join(', ')}] ends outside its storage of ${storage.count} elements`);
  return { kind: 'tensor', storage, shape, stride, storageOffset: offset };
};

const rebuildParameter = ([data]: readonly TorchValue[]): TorchTensor => {
  if (!isTensor(data)) throw torchCorrupt('a parameter is built from something that is not a tensor');
  return data;
};

/** `OrderedDict()` or, as Python 2 wrote it, `OrderedDict([[key, value], ...])`. */
const orderedDict = ([pairs]: readonly TorchValue[]): TorchValue => {
  const entries = new Map<TorchValue, TorchValue>();
  for (const pair of isSequence(pairs) ? pairs.items : []) {
    const items = isSequence(pair) ? pair.items : [];
    if (items.length !== 2) throw torchCorrupt('an OrderedDict is built from something that is no list of pairs');
    entries.set(items[0]!, items[1]!);
  }
  return { kind: 'dict', entries, ordered: true };
};

const size = ([items]: readonly TorchValue[]): TorchValue => ({ kind: 'tuple', items: countsOf(items, 'size') });

const device = (args: readonly TorchValue[]): TorchValue => ({
  kind: 'symbol',
  name: `torch.device(${args.map((arg) => (typeof arg === 'string' ? `"${arg}"` : String(arg))).join(', ')})`,
});

const BUILDERS: ReadonlyMap<string, (args: readonly TorchValue[]) => TorchValue> = new Map([
  ['collections.OrderedDict', orderedDict],
  ['torch.Size', size],
  ['torch._utils._rebuild_parameter', rebuildParameter],
  ['torch._utils._rebuild_parameter_with_state', rebuildParameter],
  ['torch._utils._rebuild_tensor', rebuildTensor],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch.device', device],
]);

const globalOf = (module: string, name: string): TorchValue => {
  const path = `${module}.${name}`;
  if (BUILDERS.has(path) || STORAGE.test(path)) return { kind: 'global', name: path };
  if (SYMBOL.test(path)) return { kind: 'symbol', name: path };
  throw torchGlobalRefused(path);
};

const call = (callee: TorchGlobal, args: readonly TorchValue[]): TorchValue => {
  const build = BUILDERS.get(callee.name);
  if (build === undefined) throw torchCorrupt(`its pickle calls ${callee.name}, which is a type of storage`);
  return build(args);
};

/** `('storage', torch.FloatStorage, key, location, count)`; ignores the location, such as `cuda:0`. */
const storageOf = (id: TorchValue): TorchStorage => {
  const [tag, type, key, , count, view] = isSequence(id) ? id.items : [];
  const typeName = type !== null && typeof type === 'object' && 'name' in type ? type.name : '';
  const storageName = STORAGE.exec(typeName)?.[1];
  if (tag !== 'storage' || storageName === undefined || typeof key !== 'string' || !isCount(count))
    throw torchCorrupt('it refers to something that is not a storage');
  if (view !== undefined && view !== null)
    throw torchCorrupt('its storages are views of others, as before PyTorch 0.4');
  const element = Object.hasOwn(STORAGE_TYPES, storageName) ? STORAGE_TYPES[storageName] : undefined;
  if (element === undefined) throw torchDtypeUnsupported(storageName);
  return { kind: 'storage', key, type: element, count };
};

export type TorchHost = ReturnType<typeof torchHost>;

/** A host that only knows PyTorch's builders. Each key is one storage, however often a file references it. */
export const torchHost = () => {
  const storages = new Map<string, TorchStorage>();
  const persistent = (id: TorchValue): TorchStorage => {
    const storage = storageOf(id);
    const known = storages.get(storage.key) ?? storage;
    if (known.type !== storage.type || known.count !== storage.count)
      throw torchCorrupt(`storage "${storage.key}" is described in two ways`);
    storages.set(known.key, known);
    return known;
  };
  return { global: globalOf, call, persistent, storages };
};
