import { SpineError } from '../../domain/spine-error.ts';
import { messageOf } from '../../domain/text/message-of.ts';
import { formatShape, type Shape } from '../nn/dim.ts';

export const inputNamesDiffer = (model: string, needed: readonly string[], found: readonly string[]): SpineError =>
  new SpineError({
    code: 'RUNTIME_INPUT_NAMES_DIFFER',
    reason: `model ${model} expects the inputs ${needed.join(', ')}, found ${found.join(', ') || 'none'}`,
  });

export const inputShapeUnfit = (model: string, input: string, needed: Shape, found: Shape): SpineError =>
  new SpineError({
    code: 'RUNTIME_INPUT_SHAPE_UNFIT',
    reason: `input ${input} of model ${model} has shape ${formatShape(found)}, expected ${formatShape(needed)} with n of at least 1`,
  });

export const inputLengthUnfit = (model: string, input: string, shape: Shape, length: number): SpineError =>
  new SpineError({
    code: 'RUNTIME_INPUT_LENGTH_UNFIT',
    reason: `input ${input} of model ${model} has ${length} values, which do not match its shape ${formatShape(shape)}`,
  });

export const batchesDiffer = (model: string, batches: Readonly<Record<string, number>>): SpineError => {
  const list = Object.entries(batches).map(([input, n]) => `${input} ${n}`);
  return new SpineError({
    code: 'RUNTIME_BATCHES_DIFFER',
    reason: `the inputs of model ${model} have different batch sizes (${list.join(', ')}); expected the same for all`,
  });
};

export const modelReleased = (model: string): SpineError =>
  new SpineError({
    code: 'RUNTIME_MODEL_RELEASED',
    reason: `model ${model} was released; load it again before predicting`,
  });

export const runtimeClosed = (asked: string): SpineError =>
  new SpineError({
    code: 'RUNTIME_CLOSED',
    reason: `${asked}: the runtime is closed; start another one`,
  });

/** A call that failed inside the thread, which keeps running. @param code the error's code if the thread raised it deliberately */
export const callFailed = (asked: string, cause: unknown, code = 'RUNTIME_CALL_FAILED'): SpineError =>
  new SpineError({
    code,
    reason: `${asked} failed: ${messageOf(cause)}`,
    cause,
  });

/** The thread keeps running, and so do its models. */
export const predictionOutOfMemory = (model: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'RUNTIME_OUT_OF_MEMORY',
    reason: `out of memory in a prediction of model ${model} (${messageOf(cause)}); lower --batch, --concurrency or --models-in-memory, or use --device cpu if it was a GPU's memory`,
    cause,
  });

/** The thread exited with calls pending. */
export const workerDied = (asked: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'RUNTIME_WORKER_DIED',
    reason: `${asked}: the runtime thread exited (${messageOf(cause)}); start another runtime, with lower concurrency if memory ran out`,
    cause,
  });

export const runtimeUnavailable = (cause: unknown): SpineError =>
  new SpineError({
    code: 'RUNTIME_UNAVAILABLE',
    reason: `cannot start ONNX Runtime: ${messageOf(cause)}; install onnxruntime-node for this platform (npm install)`,
    cause,
  });
