import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { elementCount } from '../../../domain/image.ts';
import { SpineError } from '../../../domain/spine-error.ts';
import { type ByteFile, readBytes, withByteFile } from '../byte-file.ts';
import { readElements, toWeightArray } from '../element-types.ts';
import {
  safetensorsInvalid,
  safetensorsTruncated,
  weightsNameReserved,
  weightsShapeMismatch,
  weightsUnwritable,
} from '../errors.ts';
import type { StateDict, WeightArray } from '../state-dict.ts';
import { METADATA_KEY, parseSafetensorsHeader } from './safetensors-header.ts';

/** Weights as safetensors (https://github.com/huggingface/safetensors, format of version 0.4). */
export interface SafetensorsFile {
  readonly weights: StateDict;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Limit of the format's own library. A model's header has some 100 bytes per parameter. */
const MAX_HEADER_BYTES = 100_000_000;

const headerOf = async (file: ByteFile) => {
  if (file.sizeBytes < 8) throw safetensorsInvalid(`it has ${file.sizeBytes} bytes`);
  const prefix = await readBytes(file, 0, 8);
  const headerBytes = Number(new DataView(prefix.buffer).getBigUint64(0, true));
  if (headerBytes > MAX_HEADER_BYTES)
    throw safetensorsInvalid(`its first eight bytes call for a header of ${headerBytes} bytes`);
  if (8 + headerBytes > file.sizeBytes) throw safetensorsTruncated(8 + headerBytes, file.sizeBytes);
  const start = 8 + headerBytes;
  return { start, ...parseSafetensorsHeader(await readBytes(file, 8, headerBytes), file.sizeBytes - start) };
};

/** Reads the header of a safetensors file without its tensors. @throws as `readSafetensors` */
export const readSafetensorsMetadata = (path: string): Promise<SafetensorsFile['metadata']> =>
  withByteFile(path, async (file) => (await headerOf(file)).metadata);

/**
 * Reads a safetensors file tensor by tensor, each directly into its array. F64, F16 and BF16 become float32, integers and BOOL int64. Keeps the order
 * of the header. Checks the header against the file size before allocating anything.
 * @throws WEIGHTS_FILE_UNREADABLE, SAFETENSORS_INVALID, SAFETENSORS_TRUNCATED, SAFETENSORS_DTYPE_UNSUPPORTED
 */
export const readSafetensors = (path: string): Promise<SafetensorsFile> =>
  withByteFile(path, async (file) => {
    const { start, entries, metadata } = await headerOf(file);
    const weights = new Map<string, WeightArray>();
    for (const { name, type, shape, begin } of entries) {
      const run = { type, offsetBytes: start + begin, count: elementCount(shape) };
      weights.set(name, toWeightArray(shape, await readElements(file, run)));
    }
    return { weights, metadata };
  });

const TYPE_NAMES = { float32: 'F32', int64: 'I64' } as const;

/** Data order: eight-byte elements first, so that every tensor is aligned to its element size, as memory-mapping readers require. */
const inDataOrder = (weights: StateDict): readonly [string, WeightArray][] =>
  [...weights].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);

const encodedHeader = (weights: StateDict, metadata: Readonly<Record<string, string>> | undefined): Uint8Array => {
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

const writeTo = async (path: string, header: Uint8Array, weights: StateDict): Promise<void> => {
  const handle = await open(path, 'wx');
  try {
    await handle.appendFile(header);
    for (const [, { data }] of inDataOrder(weights))
      await handle.appendFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
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
    await writeTo(unfinished, encodedHeader(weights, metadata), weights);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined); // keeps the first error
    throw (error instanceof SpineError ? error : weightsUnwritable(error)).at({ file: path });
  }
};
