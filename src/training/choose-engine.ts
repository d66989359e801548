import { prepareNvidia } from '../models/runtime/nvidia-environment.ts';
import { chooseDevice, type DeviceChoice } from '../models/runtime/onnx/device/choose-device.ts';
import type { DeviceName, Provider } from '../models/runtime/onnx/device/devices.ts';
import { deviceOfOnnx, deviceUnavailable } from '../models/runtime/onnx/device/errors.ts';
import { backendFault } from '../models/runtime/tfjs/backend-fault.ts';
import { GPU_BACKENDS, type SkippedBackend, type TfjsBackend } from '../models/runtime/tfjs/backends.ts';
import { engineBackendUnfit } from './errors.ts';

export const ENGINES = ['onnx', 'tfjs'] as const;
export type EngineName = (typeof ENGINES)[number];

/** The user's preferences, all optional. */
export interface EngineRequest {
  readonly engine?: EngineName | undefined;
  /** Backend of TensorFlow.js. */
  readonly backend?: TfjsBackend | undefined;
  /** Device of ONNX Runtime; `auto`, the default, is the CPU, or TensorFlow.js if it has a GPU. */
  readonly device?: DeviceName | undefined;
  /** Threads of ONNX Runtime on the CPU. */
  readonly threads?: number | undefined;
}

/** The training engine, and why it was chosen. */
export interface EngineChoice {
  readonly engine: EngineName;
  /** Backend of TensorFlow.js; default: the first that starts. */
  readonly backend: TfjsBackend | undefined;
  /** Execution provider of ONNX Runtime; default: the CPU. */
  readonly provider?: Provider | undefined;
  /** For logs. */
  readonly why: string;
}

const listed = (skipped: readonly { readonly backend: string; readonly reason: string }[]): string =>
  skipped.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ');

const byDefault = async (faultOf: typeof backendFault): Promise<EngineChoice> => {
  const skipped: SkippedBackend[] = [];
  for (const backend of GPU_BACKENDS) {
    const reason = await faultOf(backend);
    if (reason === undefined) return { engine: 'tfjs', backend, why: 'it has a GPU' };
    skipped.push({ backend, reason });
  }
  const why = `the fastest on a CPU, and TensorFlow.js has no GPU here (${listed(skipped)})`;
  return { engine: 'onnx', backend: undefined, why };
};

const NO_INDICES = 'it cannot train, for its max pooling has no indices (ONNX Runtime 1.30)';

/** WebGPU fails in the first step of a network that pools. @throws RUNTIME_DEVICE_UNAVAILABLE if it was asked for by name */
const withoutWebGpu = (device: DeviceName, choice: DeviceChoice): DeviceChoice => {
  if (choice.provider !== 'webgpu') return choice;
  if (device === 'webgpu') throw deviceUnavailable(device, NO_INDICES);
  return { provider: 'cpu', skipped: [...choice.skipped, { backend: 'webgpu', reason: NO_INDICES }], fallback: true };
};

const onDevice = ({ provider, skipped, fallback }: DeviceChoice): EngineChoice => {
  const why = fallback ? `warning: no GPU can be used; ${listed(skipped)}` : 'the device was asked for';
  return { engine: 'onnx', backend: undefined, provider, why };
};

/** @throws TRAINING_ENGINE_BACKEND_UNFIT if the preferences contradict each other */
export const checkEngineRequest = ({ engine, backend, device = 'auto' }: EngineRequest): void => {
  if (engine === 'onnx' && backend !== undefined) throw engineBackendUnfit(backend);
  if (device !== 'auto' && (engine === 'tfjs' || backend !== undefined)) throw deviceOfOnnx(device, backend ?? 'tfjs');
};

/**
 * Returns the requested engine; by default, TensorFlow.js if it has a GPU, otherwise ONNX Runtime.
 * @param faultOf  returns why a backend is unusable; undefined if it is usable
 * @param providerOf  chooses the provider of ONNX Runtime
 * @throws TRAINING_ENGINE_BACKEND_UNFIT for a TensorFlow.js backend with the ONNX engine, RUNTIME_DEVICE_UNAVAILABLE
 *
 * @example
 * import { chooseEngine } from 'spinestream/training';
 *
 * (await chooseEngine({ engine: 'onnx' })).engine; // 'onnx'
 * await chooseEngine({ engine: 'onnx', backend: 'wasm' }); // throws TRAINING_ENGINE_BACKEND_UNFIT
 */
export const chooseEngine = async (
  { engine, backend, device = 'auto', threads }: EngineRequest,
  faultOf: typeof backendFault = backendFault,
  providerOf: typeof chooseDevice = chooseDevice,
): Promise<EngineChoice> => {
  checkEngineRequest({ engine, backend, device });
  if (device !== 'auto') {
    prepareNvidia();
    return onDevice(withoutWebGpu(device, await providerOf(device, threads)));
  }
  const why = 'it was asked for';
  if (engine === 'onnx') return { engine, backend, why };
  if (engine === 'tfjs' || backend !== undefined) return { engine: 'tfjs', backend, why };
  return byDefault(faultOf);
};
