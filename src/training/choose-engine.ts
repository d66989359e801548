import { prepareNvidia } from '../models/runtime/nvidia-environment.ts';
import { chooseDevice, type DeviceChoice } from '../models/runtime/onnx/device/choose-device.ts';
import type { DeviceName, Provider } from '../models/runtime/onnx/device/devices.ts';
import { deviceOfOnnx, deviceUnavailable } from '../models/runtime/onnx/device/errors.ts';
import { backendFault } from '../models/runtime/tfjs/backend-fault.ts';
import { GPU_BACKENDS, type SkippedBackend, type TfjsBackend } from '../models/runtime/tfjs/backends.ts';
import { chooseBackend } from '../models/runtime/tfjs/choose-backend.ts';
import { engineBackendUnfit } from './errors.ts';

export const ENGINES = ['onnx', 'tfjs'] as const;
type EngineName = (typeof ENGINES)[number];

/** The user's preferences, all optional. */
export interface EngineRequest {
  readonly engine?: EngineName | undefined;
  /** Backend of TensorFlow.js. */
  readonly backend?: TfjsBackend | undefined;
  /** Device of ONNX Runtime; `auto`, the default, is the CPU, or TensorFlow.js if it has a GPU. */
  readonly device?: DeviceName | undefined;
  /** Threads of ONNX Runtime on the CPU. */
  readonly threads?: number | undefined;
  /** Whether two trainings must give the same weights bit for bit; excludes what cannot do so. Default: false. */
  readonly deterministic?: boolean | undefined;
}

/** The training engine, and why it was chosen. */
export interface EngineChoice {
  readonly engine: EngineName;
  /** Backend of TensorFlow.js; default: the first that starts. */
  readonly backend: TfjsBackend | undefined;
  /** Execution provider of ONNX Runtime; default: the CPU. */
  readonly provider?: Provider | undefined;
  /** Whether TensorFlow must select deterministic operations; ONNX Runtime has them on the CPU anyway. */
  readonly deterministic?: boolean;
  /** For logs. */
  readonly why: string;
}

const listed = (skipped: readonly { readonly backend: string; readonly reason: string }[]): string =>
  skipped.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ');

/** Why a backend may differ from run to run, if so. */
const indeterminateBackend = (backend: TfjsBackend, deterministic: boolean): string | undefined =>
  deterministic && backend === 'webgpu'
    ? 'it sums products in no fixed order (atomic operations), so it cannot train deterministically'
    : undefined;

const byDefault = async (faultOf: typeof backendFault, deterministic: boolean): Promise<EngineChoice> => {
  const skipped: SkippedBackend[] = [];
  for (const backend of GPU_BACKENDS) {
    const reason = indeterminateBackend(backend, deterministic) ?? (await faultOf(backend));
    if (reason === undefined) return { engine: 'tfjs', backend, why: 'it has a GPU' };
    skipped.push({ backend, reason });
  }
  const why = `the fastest on a CPU, and TensorFlow.js has no GPU here (${listed(skipped)})`;
  return { engine: 'onnx', backend: undefined, why };
};

/** The requested backend, or the first that is deterministic and works. @throws RUNTIME_BACKEND_UNAVAILABLE, RUNTIME_NO_BACKEND */
const deterministicBackend = async (
  asked: TfjsBackend | undefined,
  faultOf: typeof backendFault,
): Promise<TfjsBackend> => {
  const { choice } = await chooseBackend(asked, async (backend) => {
    const reason = indeterminateBackend(backend, true) ?? (await faultOf(backend));
    return reason === undefined ? { started: backend } : { reason };
  });
  return choice.backend;
};

/** Why a provider's results may differ from run to run. */
const indeterminateProvider = (provider: Provider): string | undefined => {
  if (provider === 'cpu') return undefined;
  const cause =
    provider === 'webgpu' ? 'sums in no fixed order (atomic operations)' : 'selects algorithms by timing them';
  return `it ${cause}, so it cannot train deterministically`;
};

/** The CPU instead of a device that is not deterministic. @throws RUNTIME_DEVICE_UNAVAILABLE if it was asked for by name */
const deterministicDevice = (device: DeviceName, choice: DeviceChoice): DeviceChoice => {
  const { provider, skipped } = choice;
  const reason = indeterminateProvider(provider);
  if (reason === undefined) return choice;
  if (device === provider) throw deviceUnavailable(device, reason);
  return { provider: 'cpu', skipped: [...skipped, { backend: provider, reason }], fallback: true };
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
 * @throws TRAINING_ENGINE_BACKEND_UNFIT for a TensorFlow.js backend with the ONNX engine, RUNTIME_DEVICE_UNAVAILABLE and
 * RUNTIME_BACKEND_UNAVAILABLE for one that does not work, or is not deterministic if that was asked for
 *
 * @example
 * import { chooseEngine } from 'spinestream/training';
 *
 * (await chooseEngine({ engine: 'onnx' })).engine; // 'onnx'
 * await chooseEngine({ engine: 'onnx', backend: 'wasm' }); // throws TRAINING_ENGINE_BACKEND_UNFIT
 */
export const chooseEngine = async (
  request: EngineRequest,
  faultOf: typeof backendFault = backendFault,
  providerOf: typeof chooseDevice = chooseDevice,
): Promise<EngineChoice> => {
  checkEngineRequest(request);
  const { deterministic = false } = request;
  const choice = await chosen(request, deterministic, { faultOf, providerOf });
  return deterministic ? { ...choice, deterministic } : choice;
};

interface Machine {
  readonly faultOf: typeof backendFault;
  readonly providerOf: typeof chooseDevice;
}

const chosen = async (
  { engine, backend, device = 'auto', threads }: EngineRequest,
  deterministic: boolean,
  { faultOf, providerOf }: Machine,
): Promise<EngineChoice> => {
  if (device !== 'auto') {
    prepareNvidia();
    const choice = await providerOf(device, threads);
    return onDevice(deterministic ? deterministicDevice(device, choice) : choice);
  }
  const why = 'it was asked for';
  if (engine === 'onnx') return { engine, backend, why };
  if (engine !== 'tfjs' && backend === undefined) return byDefault(faultOf, deterministic);
  return { engine: 'tfjs', backend: deterministic ? await deterministicBackend(backend, faultOf) : backend, why };
};
