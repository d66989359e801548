import type { ElementType } from '../element-types.ts';

/**
 * Values of a PyTorch checkpoint: plain data, and tensors that reference their storages. None can be called. Integers beyond 2^53 are bigints. As in
 * Python, lists and dicts may contain themselves.
 */
export type TorchValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | TorchList
  | TorchTuple
  | TorchDict
  | TorchTensor
  | TorchStorage
  | TorchGlobal
  | TorchSymbol;

interface TorchList {
  readonly kind: 'list';
  readonly items: readonly TorchValue[];
}

interface TorchTuple {
  readonly kind: 'tuple';
  readonly items: readonly TorchValue[];
}

export interface TorchDict {
  readonly kind: 'dict';
  /** A `Map`, so that keys such as `__proto__` are safe. */
  readonly entries: ReadonlyMap<TorchValue, TorchValue>;
  /** An OrderedDict, e.g. a state dict. */
  readonly ordered: boolean;
}

/** A block of elements in the file that tensors reference. */
export interface TorchStorage {
  readonly kind: 'storage';
  readonly key: string;
  readonly type: ElementType;
  readonly count: number;
}

/** A view of a storage, always within bounds; stride and offset count elements. */
export interface TorchTensor {
  readonly kind: 'tensor';
  readonly storage: TorchStorage;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly storageOffset: number;
}

/** The name of an allowed callable or type. */
export interface TorchGlobal {
  readonly kind: 'global';
  readonly name: string;
}

/** An opaque constant, such as `torch.float32` or `torch.device("cpu")`. */
interface TorchSymbol {
  readonly kind: 'symbol';
  readonly name: string;
}

/** Python's name for the type of a value, for messages. */
export const kindOf = (value: TorchValue): string => {
  if (value === null) return 'None';
  if (value instanceof Uint8Array) return 'bytes';
  return typeof value === 'object' ? value.kind : typeof value;
};

export const isDict = (value: TorchValue | undefined): value is TorchDict =>
  value !== undefined && kindOf(value) === 'dict';
export const isTensor = (value: TorchValue | undefined): value is TorchTensor =>
  value !== undefined && kindOf(value) === 'tensor';
