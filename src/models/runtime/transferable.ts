/** The array's buffer if it can be transferred: not shared, and not part of a larger buffer. */
export const transferable = ({ buffer, byteLength }: Float32Array): readonly ArrayBuffer[] =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
