import { SpineError } from '../../domain/spine-error.ts';
import { formatShape, type Shape } from '../nn/dim.ts';

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

export const inputNamesDiffer = (model: string, needed: readonly string[], found: readonly string[]): SpineError =>
  new SpineError({
    code: 'RUNTIME_INPUT_NAMES_DIFFER',
    reason: `model ${model} takes the inputs ${needed.join(', ')}, but was given ${found.join(', ') || 'none'}; give exactly those`,
  });

export const inputShapeUnfit = (model: string, input: string, needed: Shape, found: Shape): SpineError =>
  new SpineError({
    code: 'RUNTIME_INPUT_SHAPE_UNFIT',
    reason: `input ${input} of model ${model} has the shape ${formatShape(found)}, but must be ${formatShape(needed)} with n from 1`,
  });

export const inputLengthUnfit = (model: string, input: string, shape: Shape, length: number): SpineError =>
  new SpineError({
    code: 'RUNTIME_INPUT_LENGTH_UNFIT',
    reason: `input ${input} of model ${model} says ${formatShape(shape)}, but holds ${length} values; make data and shape agree`,
  });

export const batchesDiffer = (model: string, batches: Readonly<Record<string, number>>): SpineError => {
  const list = Object.entries(batches).map(([input, n]) => `${input} ${n}`);
  return new SpineError({
    code: 'RUNTIME_BATCHES_DIFFER',
    reason: `the inputs of model ${model} have different batches (${list.join(', ')}); give all the same`,
  });
};

export const modelReleased = (model: string): SpineError =>
  new SpineError({
    code: 'RUNTIME_MODEL_RELEASED',
    reason: `model ${model} was released and cannot predict; load it again`,
  });

export const runtimeClosed = (asked: string): SpineError =>
  new SpineError({
    code: 'RUNTIME_CLOSED',
    reason: `${asked} was asked of a runtime that is closed; start another one`,
  });

/** A call failed inside the thread; the thread lives on. @param code  of what the thread raised on purpose */
export const callFailed = (asked: string, cause: unknown, code = 'RUNTIME_CALL_FAILED'): SpineError =>
  new SpineError({
    code,
    reason: `${asked} failed: ${messageOf(cause)}`,
    cause,
  });

/** The thread is gone, and with it everything that was asked of it. */
export const workerDied = (asked: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'RUNTIME_WORKER_DIED',
    reason: `${asked} got no answer because the runtime's thread ended (${messageOf(cause)}); start another runtime, with fewer studies in progress if memory ran out`,
    cause,
  });

export const runtimeUnavailable = (cause: unknown): SpineError =>
  new SpineError({
    code: 'RUNTIME_UNAVAILABLE',
    reason: `ONNX Runtime could not be started: ${messageOf(cause)}; install onnxruntime-node for this platform (npm install)`,
    cause,
  });
