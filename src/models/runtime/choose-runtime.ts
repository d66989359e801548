import { createRequire } from 'node:module';
import { startOnnxRuntime } from './onnx/onnx-runtime.ts';
import type { Runtime } from './runtime.ts';
import { isTfjsBackend, type SkippedBackend, TFJS_BACKENDS, type TfjsBackend } from './tfjs/backends.ts';
import { backendUnknown } from './tfjs/errors.ts';
import { startTfjsRuntime } from './tfjs/tfjs-runtime.ts';

/** What computes: ONNX Runtime on the CPU, TensorFlow.js with the first backend that starts, or with a certain one. */
export const BACKENDS = ['onnx', 'tfjs', ...TFJS_BACKENDS] as const;
export type BackendName = (typeof BACKENDS)[number];

/** For logs and records of runs. */
export interface RuntimeChoice {
  readonly backend: 'onnx' | TfjsBackend;
  /** The package that computes, with its version. */
  readonly library: string;
  /** Why others, which would have been preferred, are not in use. */
  readonly skipped: readonly SkippedBackend[];
}

export interface StartRuntimeOptions {
  /** Default: ONNX Runtime, which is the fastest on a CPU. */
  readonly backend?: BackendName;
  /** Threads of one prediction, on ONNX Runtime only. */
  readonly threads?: number;
}

const installed = (name: string): string => `${name} ${createRequire(import.meta.url)(`${name}/package.json`).version}`;

const isBackend = (name: string): name is BackendName => BACKENDS.some((known) => known === name);

/** A backend's name from a command line. @throws RUNTIME_BACKEND_UNKNOWN */
export const parseBackend = (name: string): BackendName => {
  if (!isBackend(name)) throw backendUnknown(name, BACKENDS);
  return name;
};

/**
 * Starts the runtime that a name stands for.
 * @throws SpineError where it cannot be used; another one takes its place only if no certain one was asked for
 */
export const startRuntime = async ({
  backend = 'onnx',
  threads,
}: StartRuntimeOptions = {}): Promise<{ readonly runtime: Runtime; readonly choice: RuntimeChoice }> => {
  if (backend === 'onnx') {
    const runtime = await startOnnxRuntime(threads === undefined ? {} : { threads });
    return { runtime, choice: { backend, library: installed('onnxruntime-node'), skipped: [] } };
  }
  const runtime = await startTfjsRuntime(isTfjsBackend(backend) ? { backend } : {});
  return { runtime, choice: { ...runtime.choice, library: installed('@tensorflow/tfjs-core') } };
};
