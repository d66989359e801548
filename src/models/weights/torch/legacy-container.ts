import { SpineError } from '../../../domain/spine-error.ts';
import { type ByteFile, readBytes } from '../byte-file.ts';
import { ELEMENT_BYTES } from '../element-types.ts';
import { torchBigEndian, torchCorrupt, torchNotACheckpoint, torchTruncated } from './errors.ts';
import { type TorchHost, torchHost } from './tensor-builders.ts';
import type { TorchContainer } from './torch-container.ts';
import { isDict, kindOf, type TorchStorage, type TorchValue } from './torch-value.ts';
import { unpickle } from './unpickle.ts';

/** First pickle of a legacy file; the second is its version. */
const MAGIC = 0x1950a86a20f9469cfc6cn;
const VERSION = 1001;

const FIRST_PREFIX_BYTES = 2 ** 20;

interface Structure {
  readonly root: TorchValue;
  readonly host: TorchHost;
  /** In the order of their elements in the file. */
  readonly keys: readonly string[];
  /** Offset of the elements. */
  readonly end: number;
}

const isLittleEndian = (info: TorchValue): boolean => isDict(info) && info.entries.get('little_endian') === true;

const keysOf = (value: TorchValue): readonly string[] => {
  const items = value !== null && typeof value === 'object' && 'items' in value ? value.items : [];
  return items.map((key) => {
    if (typeof key === 'string') return key;
    throw torchCorrupt(`a storage is called by a ${kindOf(key)}`);
  });
};

/** Five consecutive pickles: magic number, version, machine, the object, the keys of its storages. */
const structureOf = (bytes: Uint8Array): Structure => {
  const plain = torchHost();
  const magic = unpickle(bytes, plain);
  if (magic.value !== MAGIC) throw torchNotACheckpoint('it is a pickle of something else');
  const version = unpickle(bytes, plain, magic.end);
  if (version.value !== VERSION)
    throw torchCorrupt(`its format has the version ${String(version.value)}, not ${VERSION}`);
  const machine = unpickle(bytes, plain, version.end);
  if (!isLittleEndian(machine.value)) throw torchBigEndian();
  const host = torchHost();
  const object = unpickle(bytes, host, machine.end);
  const keys = unpickle(bytes, host, object.end);
  return { root: object.value, host, keys: keysOf(keys.value), end: keys.end };
};

/** Reads the pickles, which come first and are short; reads more of the file only if they are incomplete. */
const readStructure = async (file: ByteFile): Promise<Structure> => {
  for (let length = FIRST_PREFIX_BYTES; ; length *= 8) {
    const whole = length >= file.sizeBytes;
    try {
      return structureOf(await readBytes(file, 0, whole ? file.sizeBytes : length));
    } catch (error) {
      if (whole || !(error instanceof SpineError) || error.code !== 'TORCH_TRUNCATED') throw error;
    }
  }
};

/** Each storage is its element count in eight bytes, then its elements. */
const locate = async (file: ByteFile, { host, keys, end }: Structure): Promise<ReadonlyMap<TorchStorage, number>> => {
  const offsets = new Map<TorchStorage, number>();
  let at = end;
  for (const key of keys) {
    const storage = host.storages.get(key);
    if (storage === undefined) throw torchCorrupt(`nothing uses its storage "${key}", whose type is therefore unknown`);
    const bytes = storage.count * ELEMENT_BYTES[storage.type];
    if (at + 8 + bytes > file.sizeBytes)
      throw torchTruncated(`storage "${key}" needs ${at + 8 + bytes - file.sizeBytes} more bytes`);
    const count = new DataView((await readBytes(file, at, 8)).buffer).getBigInt64(0, true);
    if (count !== BigInt(storage.count))
      throw torchCorrupt(`storage "${key}" has ${count} elements instead of ${storage.count}`);
    offsets.set(storage, at + 8);
    at += 8 + bytes;
  }
  return offsets;
};

/** Opens a checkpoint in the format before PyTorch 1.6, which newer versions can still write: pickles, then the storages in sequence. */
export const openLegacyContainer = async (file: ByteFile): Promise<TorchContainer> => {
  const structure = await readStructure(file);
  const offsets = await locate(file, structure);
  return {
    file,
    root: structure.root,
    offsetOf: async (storage) => {
      const offset = offsets.get(storage);
      if (offset === undefined) throw torchCorrupt(`the elements of storage "${storage.key}" are missing`);
      return offset;
    },
    close: () => {},
  };
};
