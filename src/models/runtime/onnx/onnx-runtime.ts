import { availableThreads } from '../../../threads/available-threads.ts';
import { siblingModule } from '../../../threads/sibling-module.ts';
import { checkWeights } from '../../nn/check-weights.ts';
import { onnxGraphOf } from '../../nn/onnx/graph-of.ts';
import { summaryOf } from '../../nn/shapes.ts';
import { checkInputs } from '../check-inputs.ts';
import { runtimeUnavailable } from '../errors.ts';
import { floatsOf } from '../floats-of.ts';
import { inParts } from '../in-parts.ts';
import { runStatistics } from '../run-statistics.ts';
import type { LoadRequest, Predictor, Runtime } from '../runtime.ts';
import { transferable } from '../transferable.ts';
import { startWorkerClient } from '../worker-client.ts';
import type { Provider } from './device/devices.ts';
import { type HeldSession, heldSession } from './held-session.ts';
import type { OnnxCalls } from './onnx-calls.ts';

export interface OnnxRuntimeOptions {
  /** Threads per prediction. Default: as many as the process may use. */
  readonly threads?: number;
  /** Result of `chooseDevice`. Default: the CPU. */
  readonly provider?: Provider;
}

const MIB = 2 ** 20;

/**
 * Maximum bytes of a run's largest layer; ONNX Runtime allocates about six times that for a session, and keeps it. On the CPU, parts take no longer than
 * the whole. On WebGPU, a buffer that shaders use has at least this size on any device. Other GPUs need larger batches to be busy.
 */
const largestLayerBytes = (provider: Provider): number =>
  provider === 'cpu' ? 64 * MIB : provider === 'webgpu' ? 128 * MIB : 256 * MIB;

/** Keeps the model's description, but not its weights. Splits batches that would use too much memory. */
const predictorOf = (
  { name, architecture }: Pick<LoadRequest, 'name' | 'architecture'>,
  { requireHeld, run, release }: HeldSession,
  provider: Provider,
): Predictor => {
  const { outputs, largestLayer } = summaryOf(architecture);
  const runInParts = inParts(run, Math.max(1, Math.floor(largestLayerBytes(provider) / (4 * largestLayer))));
  return {
    name,
    inputs: architecture.inputs,
    outputs,
    predict: async (inputs, options) => {
      requireHeld();
      checkInputs(name, architecture.inputs, inputs);
      return runInParts(inputs, options);
    },
    release,
  };
};

/**
 * Starts ONNX Runtime, on the CPU by default, in one worker thread that holds all models, which keeps the calling thread free. Close it when done.
 * @param options  threads per request; by default as many as the process may use
 * @throws RUNTIME_UNAVAILABLE if onnxruntime-node cannot be loaded
 *
 * @example
 * import { startOnnxRuntime } from 'spinestream/models';
 *
 * const runtime = await startOnnxRuntime({ threads: 1 });
 * runtime.stats().models; // {}
 * await runtime.close(); // { held: 0, left: 0 }
 */
export const startOnnxRuntime = async ({
  threads = availableThreads(),
  provider = 'cpu',
}: OnnxRuntimeOptions = {}): Promise<Runtime> => {
  const client = startWorkerClient<OnnxCalls>(siblingModule(import.meta.url, 'onnx-worker'));
  await client.call('hello', undefined, { asked: 'the start of ONNX Runtime' }).catch((cause) => {
    throw runtimeUnavailable(cause);
  });
  const statistics = runStatistics();
  return {
    load: async ({ name, architecture, weights, transfer = false, lean = false }) => {
      checkWeights(architecture, weights);
      const started = performance.now();
      const graph = onnxGraphOf(architecture);
      const buildMs = performance.now() - started;
      const message = { graph, weights: floatsOf(graph.parameters, weights), threads, provider, lean };
      const { session, graphMs, sessionMs } = await client.call('load', message, {
        asked: `the loading of model ${name}`,
        transfer: transfer ? message.weights.flatMap(transferable) : [],
      });
      statistics.add(name, { graphMs: buildMs + graphMs, sessionMs });
      return predictorOf({ name, architecture }, heldSession({ client, session, name, statistics }), provider);
    },
    openFile: async ({ name, path }) => {
      const asking = { asked: `the opening of model ${name}` };
      const { session, sessionMs, inputs, outputs } = await client.call('open', { path, threads, provider }, asking);
      statistics.add(name, { sessionMs });
      const { run, release } = heldSession({ client, session, name, statistics });
      return { inputs, outputs, run: (given, wanted, options) => run(given, options, wanted), release };
    },
    stats: statistics.stats,
    close: client.close,
  };
};
