import { elementCount } from '../../../domain/image.ts';
import { isRecord } from '../../../domain/is-record.ts';
import { ELEMENT_BYTES, type ElementType } from '../element-types.ts';
import { safetensorsDtypeUnsupported, safetensorsInvalid, safetensorsTruncated } from '../errors.ts';
import { repeatedKey, topLevelKeys } from './json-keys.ts';

/** Position of a tensor; offsets count from the end of the header. */
interface SafetensorsEntry {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the order of the header. */
  readonly entries: readonly SafetensorsEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

export const METADATA_KEY = '__metadata__';

const SAFETENSORS_TYPES: Readonly<Record<string, ElementType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool',
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isCounts = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isCount);

const parsedText = (bytes: Uint8Array): { text: string; root: Readonly<Record<string, unknown>> } => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const root: unknown = JSON.parse(text);
    if (isRecord(root)) return { text, root };
  } catch (cause) {
    throw safetensorsInvalid('its header is not JSON in UTF-8', cause);
  }
  throw safetensorsInvalid('its header is not a JSON object');
};

const metadataOf = (value: unknown): Readonly<Record<string, string>> => {
  if (value === undefined) return {};
  if (!isRecord(value)) throw safetensorsInvalid(`${METADATA_KEY} is not an object`);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (typeof item !== 'string') throw safetensorsInvalid(`${METADATA_KEY} has "${key}", which is not a string`);
      return [key, item];
    }),
  );
};

const entryOf = (name: string, value: unknown): SafetensorsEntry => {
  if (!isRecord(value)) throw safetensorsInvalid(`"${name}" is not described by an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string') throw safetensorsInvalid(`"${name}" has no dtype`);
  const type = Object.hasOwn(SAFETENSORS_TYPES, dtype) ? SAFETENSORS_TYPES[dtype] : undefined;
  if (type === undefined) throw safetensorsDtypeUnsupported(name, dtype, Object.keys(SAFETENSORS_TYPES));
  if (!isCounts(shape)) throw safetensorsInvalid(`"${name}" has no shape of whole numbers`);
  if (!isCounts(offsets) || offsets.length !== 2)
    throw safetensorsInvalid(`"${name}" has no data_offsets of two whole numbers`);
  const [begin = 0, end = 0] = offsets;
  const needed = elementCount(shape) * ELEMENT_BYTES[type];
  if (needed !== end - begin)
    throw safetensorsInvalid(
      `"${name}" of shape [${shape.join(', ')}] and type ${dtype} takes ${needed} bytes, but its data_offsets span ${end - begin}`,
    );
  return { name, type, shape, begin, end };
};

/** The format requires every data byte to belong to exactly one tensor, which rules out overlaps and hidden data. */
const requireSeamless = (entries: readonly SafetensorsEntry[], dataBytes: number, headerBytes: number): void => {
  let at = 0;
  for (const entry of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== at)
      throw safetensorsInvalid(
        `"${entry.name}" begins at byte ${entry.begin} of the data, ${entry.begin < at ? 'inside' : 'away from'} the tensor before it, which ends at ${at}`,
      );
    at = entry.end;
  }
  if (at > dataBytes) throw safetensorsTruncated(headerBytes + at, headerBytes + dataBytes);
  if (at < dataBytes) throw safetensorsInvalid(`${dataBytes - at} bytes at its end belong to no tensor`);
};

/**
 * Validates a header before any allocation based on it.
 * @param bytes        the JSON text, without the eight bytes of its length
 * @param dataBytes    number of bytes after the header
 * @throws SAFETENSORS_INVALID, SAFETENSORS_TRUNCATED, SAFETENSORS_DTYPE_UNSUPPORTED
 */
export const parseSafetensorsHeader = (bytes: Uint8Array, dataBytes: number): SafetensorsHeader => {
  const { text, root } = parsedText(bytes);
  const twice = repeatedKey(text);
  if (twice !== undefined) throw safetensorsInvalid(`its header has "${twice}" twice`);
  const names = topLevelKeys(text).filter((name) => name !== METADATA_KEY);
  const entries = names.map((name) => entryOf(name, root[name]));
  requireSeamless(entries, dataBytes, bytes.length + 8);
  return { entries, metadata: metadataOf(root[METADATA_KEY]) };
};
