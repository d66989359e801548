import { createRequire } from 'node:module';
import { prepareNvidia } from './nvidia-environment.ts';
import { chooseDevice } from './onnx/device/choose-device.ts';
import { deviceName } from './onnx/device/device-name.ts';
import type { DeviceName, Provider } from './onnx/device/devices.ts';
import { deviceOfOnnx } from './onnx/device/errors.ts';
import { startOnnxRuntime } from './onnx/onnx-runtime.ts';
import type { Runtime, RuntimeIdentity } from './runtime.ts';
import { isTfjsBackend, TFJS_BACKENDS, type TfjsBackend } from './tfjs/backends.ts';
import { backendUnknown } from './tfjs/errors.ts';
import { startTfjsRuntime } from './tfjs/tfjs-runtime.ts';

/** A runtime: ONNX Runtime on the CPU, TensorFlow.js with the first available backend, or with a specific one. */
const BACKENDS = ['onnx', 'tfjs', ...TFJS_BACKENDS] as const;
export type BackendName = (typeof BACKENDS)[number];

/** For logs and records of runs. */
export interface RuntimeChoice extends RuntimeIdentity {
  readonly backend: 'onnx' | TfjsBackend;
  /** Package with its version, and the provider unless it is the CPU. */
  readonly library: string;
}

export interface StartRuntimeOptions {
  /** Default: ONNX Runtime, which is the fastest on a CPU. */
  readonly backend?: BackendName;
  /** Threads per prediction, on ONNX Runtime only. */
  readonly threads?: number;
  /** Device for ONNX Runtime. Default: the CPU. */
  readonly device?: DeviceName;
}

const installed = (name: string): string => `${name} ${createRequire(import.meta.url)(`${name}/package.json`).version}`;

/** Recorded, since another provider's results differ in the last digits, which a resumed run reports. */
const onnxLibrary = (provider: Provider): string => {
  const library = installed('onnxruntime-node');
  return provider === 'cpu' ? library : `${library} (${provider})`;
};

const isBackend = (name: string): name is BackendName => BACKENDS.some((known) => known === name);

/** Parses a backend's name from a command line. @throws RUNTIME_BACKEND_UNKNOWN */
export const parseBackend = (name: string): BackendName => {
  if (!isBackend(name)) throw backendUnknown(name, BACKENDS);
  return name;
};

/**
 * Starts a runtime by name.
 * @throws SpineError if it is unavailable; another one replaces it only if none was requested explicitly
 */
export const startRuntime = async ({
  backend = 'onnx',
  threads,
  device = 'cpu',
}: StartRuntimeOptions = {}): Promise<{ readonly runtime: Runtime; readonly choice: RuntimeChoice }> => {
  if (backend === 'onnx') {
    prepareNvidia();
    const { provider, skipped, fallback } = await chooseDevice(device, threads);
    const runtime = await startOnnxRuntime({ provider, threads });
    const where = { provider, device: deviceName(provider), ...(fallback && { fallback }) };
    return { runtime, choice: { backend, library: onnxLibrary(provider), ...where, skipped } };
  }
  if (device !== 'cpu' && device !== 'auto') throw deviceOfOnnx(device, backend);
  const runtime = await startTfjsRuntime(isTfjsBackend(backend) ? { backend } : {});
  return { runtime, choice: { ...runtime.choice, library: installed('@tensorflow/tfjs-core') } };
};
