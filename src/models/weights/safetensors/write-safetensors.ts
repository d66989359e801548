import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { elementCount } from '../../../domain/image.ts';
import { SpineError } from '../../../domain/spine-error.ts';
import { weightsNameReserved, weightsShapeMismatch, weightsUnwritable } from '../errors.ts';
import type { StateDict, WeightArray } from '../state-dict.ts';
import { METADATA_KEY } from './safetensors-header.ts';

const TYPE_NAMES = { float32: 'F32', int64: 'I64' } as const;

/** Data order: eight-byte elements first, so that every tensor is aligned to its element size, as memory-mapping readers require. */
const inDataOrder = (weights: StateDict): readonly [string, WeightArray][] =>
  [...weights].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);

const headerOf = (weights: StateDict, metadata: Readonly<Record<string, string>> | undefined): Uint8Array => {
  const offsets = new Map<string, readonly [number, number]>();
  let at = 0;
  for (const [name, { data }] of inDataOrder(weights)) {
    offsets.set(name, [at, at + data.byteLength]);
    at += data.byteLength;
  }
  const fields = [...weights].map(([name, { dtype, shape }]) => {
    const value = { dtype: TYPE_NAMES[dtype], shape, data_offsets: offsets.get(name) };
    return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  });
  if (metadata !== undefined) fields.unshift(`${JSON.stringify(METADATA_KEY)}:${JSON.stringify(metadata)}`);
  const text = new TextEncoder().encode(`{${fields.join(',')}}`);
  const header = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
  header.set(text, 8);
  return header;
};

const requireConsistent = (weights: StateDict): void => {
  for (const [name, { shape, data }] of weights) {
    if (name === METADATA_KEY) throw weightsNameReserved(name);
    if (elementCount(shape) !== data.length) throw weightsShapeMismatch(name, shape, data.length);
  }
};

const writeFully = async (handle: FileHandle, bytes: Uint8Array): Promise<void> => {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, Math.min(bytes.length - done, 2 ** 30));
    done += bytesWritten;
  }
};

const writeTo = async (path: string, header: Uint8Array, weights: StateDict): Promise<void> => {
  const handle = await open(path, 'wx');
  try {
    await writeFully(handle, header);
    for (const [, { data }] of inDataOrder(weights))
      await writeFully(handle, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Writes weights as safetensors, tensor by tensor, with names in the map's order. Atomic: writes to a temporary file and renames it.
 * @throws WEIGHTS_NAME_RESERVED, WEIGHTS_SHAPE_MISMATCH, WEIGHTS_UNWRITABLE
 */
export const writeSafetensors = async (
  path: string,
  weights: StateDict,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> => {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    requireConsistent(weights);
    await writeTo(unfinished, headerOf(weights, metadata), weights);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined); // keeps the first error
    throw (error instanceof SpineError ? error : weightsUnwritable(error)).at({ file: path });
  }
};
