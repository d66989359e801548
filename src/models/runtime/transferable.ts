/** The array's buffer if it can be transferred: not shared, and not part of a larger buffer. */
export const transferable = ({ buffer, byteLength }: Float32Array): readonly ArrayBuffer[] =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];

/** Buffers of all float32 arrays in plain objects and lists that can be transferred. */
export const buffersIn = (value: unknown): readonly ArrayBuffer[] => {
  if (value instanceof Float32Array) return transferable(value);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : [];
};
