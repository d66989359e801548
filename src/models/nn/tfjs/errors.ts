import { SpineError } from '../../../domain/spine-error.ts';

/** WebAssembly ended in the middle of something, as it does when it cannot have more memory. */
export const wasmMemoryFull = (cause: unknown): SpineError =>
  new SpineError({
    code: 'TFJS_MEMORY_FULL',
    reason:
      'WebAssembly ran out of memory, of which it can have 4 GB; lower the batch, its parts (microBatch), the resolution ' +
      'or the number of models in memory, or use another backend or ONNX Runtime',
    cause,
  });

/** The same error, or what it means where the WebAssembly module gave up: it says "Aborted()" or reaches beyond its memory. */
export const explained = (error: unknown): unknown => {
  const gaveUp = error instanceof Error && error.name === 'RuntimeError' && /abort|out of bounds/i.test(error.message);
  return gaveUp ? wasmMemoryFull(error) : error;
};

/** @param after  the parameter that was used last before it, if any was */
export const gradientMissing = (operation: string, after: string | undefined, cause: unknown): SpineError => {
  const place = after === undefined ? 'ahead of all parameters' : `after ${after}`;
  return new SpineError({
    code: 'TRAINING_NO_BACKWARD_RULE',
    reason:
      `the operation ${operation}, which the network or its loss uses ${place}, has no gradient on TensorFlow.js; ` +
      'write it with other operations, or register one with TensorFlow.js',
    cause,
  });
};
