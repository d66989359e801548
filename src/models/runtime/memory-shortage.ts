const SHORTAGE =
  /bad_alloc|out of memory|OUT_OF_(?:DEVICE|HOST)_MEMORY|OutOfMemory|ALLOC_FAILED|failed to allocate|allocation failed|OOM when allocating|memory access out of bounds/i;
const BYTES = /requested buffer of size (\d+)/;
const SHAPE = /OOM when allocating tensor with shape\[([\d,]*)\]/;
const BYTES_PER_FLOAT = 4;

/** A failed allocation; `bytes` if a message states the size. */
export interface MemoryShortage {
  readonly bytes: number | undefined;
}

const messagesOf = (error: unknown): string =>
  error instanceof Error ? `${error.message}\n${messagesOf(error.cause)}` : '';

/**
 * Whether an error, or its cause, is an allocation failure, by the messages of V8, the C++ library, ONNX Runtime, CUDA, Vulkan, WebGPU, TensorFlow
 * and WebAssembly; `undefined` for any other error.
 */
export const memoryShortageOf = (error: unknown): MemoryShortage | undefined => {
  const messages = messagesOf(error);
  if (!SHORTAGE.test(messages)) return undefined;
  const bytes = BYTES.exec(messages)?.[1];
  if (bytes !== undefined) return { bytes: Number(bytes) };
  const shape = SHAPE.exec(messages)?.[1];
  return { bytes: shape?.split(',').reduce((product, size) => product * Number(size), BYTES_PER_FLOAT) };
};
