import { SpineError } from '../../../domain/spine-error.ts';

/** A WebAssembly abort, which happens if it cannot grow its memory. */
const wasmMemoryFull = (cause: unknown): SpineError =>
  new SpineError({
    code: 'TFJS_MEMORY_FULL',
    reason:
      'WebAssembly ran out of memory (its limit is 4 GB); lower batch, microBatch, resolution ' +
      'or the number of models in memory, or use another backend or ONNX Runtime',
    cause,
  });

/** The error itself, or its meaning if the WebAssembly module aborted ("Aborted()" or an access out of bounds). */
export const explained = (error: unknown): unknown => {
  const gaveUp = error instanceof Error && error.name === 'RuntimeError' && /abort|out of bounds/i.test(error.message);
  return gaveUp ? wasmMemoryFull(error) : error;
};

/** @param after the last parameter used before it, if any */
export const gradientMissing = (operation: string, after: string | undefined, cause: unknown): SpineError => {
  const place = after === undefined ? 'before any parameter' : `after ${after}`;
  return new SpineError({
    code: 'TRAINING_NO_BACKWARD_RULE',
    reason:
      `the operation ${operation}, which the network or its loss uses ${place}, has no gradient on TensorFlow.js; ` +
      'express it with other operations, or register a gradient with TensorFlow.js',
    cause,
  });
};
