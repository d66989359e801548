import { backendFault } from '../models/runtime/tfjs/backend-fault.ts';
import { GPU_BACKENDS, type SkippedBackend, type TfjsBackend } from '../models/runtime/tfjs/backends.ts';
import { engineBackendUnfit } from './errors.ts';

export const ENGINES = ['onnx', 'tfjs'] as const;
export type EngineName = (typeof ENGINES)[number];

/** What a user wants; nothing of it has to be said. */
export interface EngineRequest {
  readonly engine?: EngineName | undefined;
  /** Of TensorFlow.js. */
  readonly backend?: TfjsBackend | undefined;
}

/** The engine that trains, and why it was chosen. */
export interface EngineChoice {
  readonly engine: EngineName;
  /** Of TensorFlow.js; the first that starts if there is none. */
  readonly backend: TfjsBackend | undefined;
  /** For logs. */
  readonly why: string;
}

const listed = (skipped: readonly SkippedBackend[]): string =>
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

/** @throws TRAINING_ENGINE_BACKEND_UNFIT where what is asked for contradicts itself */
export const checkEngineRequest = ({ engine, backend }: EngineRequest): void => {
  if (engine === 'onnx' && backend !== undefined) throw engineBackendUnfit(backend);
};

/**
 * Returns the engine that was asked for; without a wish, TensorFlow.js where it has a GPU, and ONNX Runtime elsewhere.
 * @param faultOf  says why a backend cannot be used; undefined for one that can
 * @throws TRAINING_ENGINE_BACKEND_UNFIT for a TensorFlow.js backend with the ONNX engine
 *
 * @example
 * import { chooseEngine } from 'spinestream/training';
 *
 * (await chooseEngine({ engine: 'onnx' })).engine; // 'onnx'
 * await chooseEngine({ engine: 'onnx', backend: 'wasm' }); // throws TRAINING_ENGINE_BACKEND_UNFIT
 */
export const chooseEngine = async (
  { engine, backend }: EngineRequest,
  faultOf: typeof backendFault = backendFault,
): Promise<EngineChoice> => {
  checkEngineRequest({ engine, backend });
  const why = 'it was asked for';
  if (engine === 'onnx') return { engine, backend, why };
  if (engine === 'tfjs' || backend !== undefined) return { engine: 'tfjs', backend, why };
  return byDefault(faultOf);
};
