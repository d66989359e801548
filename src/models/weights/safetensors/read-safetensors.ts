import { elementCount } from '../../../domain/image.ts';
import { type ByteFile, readBytes, withByteFile } from '../byte-file.ts';
import { readElements, toWeightArray } from '../element-types.ts';
import { safetensorsInvalid, safetensorsTruncated } from '../errors.ts';
import type { StateDict, WeightArray } from '../state-dict.ts';
import { parseSafetensorsHeader } from './safetensors-header.ts';

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
