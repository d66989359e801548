import type { ElementType } from '../element-types.ts';

/**
 * What a PyTorch checkpoint can hold here: plain data, and tensors that point at their storages. Values are data only; nothing in
 * them can be called. Integers beyond 2^53 are bigints. Lists and dicts may contain themselves, as in Python.
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

export interface TorchList {
  readonly kind: 'list';
  readonly items: readonly TorchValue[];
}

export interface TorchTuple {
  readonly kind: 'tuple';
  readonly items: readonly TorchValue[];
}

export interface TorchDict {
  readonly kind: 'dict';
  /** A `Map`, so that a key such as `__proto__` is a key like any other. */
  readonly entries: ReadonlyMap<TorchValue, TorchValue>;
  /** An OrderedDict, as state dicts are. */
  readonly ordered: boolean;
}

/** A block of elements in the file that tensors look into. */
export interface TorchStorage {
  readonly kind: 'storage';
  readonly key: string;
  readonly type: ElementType;
  readonly count: number;
}

/** A view of a storage; stride and offset count elements. Always inside its storage. */
export interface TorchTensor {
  readonly kind: 'tensor';
  readonly storage: TorchStorage;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly storageOffset: number;
}

/** The name of a callable or type of the allow-list. */
export interface TorchGlobal {
  readonly kind: 'global';
  readonly name: string;
}

/** A constant that stands for itself, such as `torch.float32` or `torch.device("cpu")`. */
export interface TorchSymbol {
  readonly kind: 'symbol';
  readonly name: string;
}

/** The kind of a value in Python's words, for messages. */
export const kindOf = (value: TorchValue): string => {
  if (value === null) return 'None';
  if (value instanceof Uint8Array) return 'bytes';
  return typeof value === 'object' ? value.kind : typeof value;
};
