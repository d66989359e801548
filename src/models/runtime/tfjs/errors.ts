import { SpineError } from '../../../domain/spine-error.ts';
import { suggestion } from '../../../domain/text/nearest-name.ts';
import type { SkippedBackend } from './backends.ts';

/** A backend requested by name. */
export const backendUnavailable = ({ backend, reason }: SkippedBackend): SpineError =>
  new SpineError({
    code: 'RUNTIME_BACKEND_UNAVAILABLE',
    reason: `backend ${backend} is not available: ${reason}; see docs/gpu.md, or use tfjs to select the first available backend`,
  });

export const noBackend = (skipped: readonly SkippedBackend[]): SpineError =>
  new SpineError({
    code: 'RUNTIME_NO_BACKEND',
    reason:
      `no TensorFlow.js backend is available (${skipped.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ')}); ` +
      'install @tensorflow/tfjs-backend-wasm, which runs everywhere',
  });

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;

export interface Room {
  /** Memory that the model requires. */
  readonly bytes: number;
  readonly usedBytes: number;
  readonly limitBytes: number;
}

export const memoryFull = (model: string, { bytes, usedBytes, limitBytes }: Room): SpineError =>
  new SpineError({
    code: 'RUNTIME_MEMORY_FULL',
    reason:
      `model ${model} needs ${gigabytes(bytes)}, but WebAssembly already uses ${gigabytes(usedBytes)} of ${gigabytes(limitBytes)}; ` +
      'keep fewer models in memory, or use another backend or ONNX Runtime',
  });

export const backendUnknown = (name: string, known: readonly string[]): SpineError =>
  new SpineError({
    code: 'RUNTIME_BACKEND_UNKNOWN',
    reason: `unknown backend ${JSON.stringify(name)};${suggestion(name, known)}`,
  });
