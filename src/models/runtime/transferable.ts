/** The array's buffer when it can be given to another thread: not shared, and the array's alone. */
export const transferable = ({ buffer, byteLength }: Float32Array): readonly ArrayBuffer[] =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
