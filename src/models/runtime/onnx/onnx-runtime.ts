import { availableThreads } from '../../../threads/available-threads.ts';
import { siblingModule } from '../../../threads/sibling-module.ts';
import { checkWeights } from '../../nn/check-weights.ts';
import { onnxGraphOf } from '../../nn/onnx/graph-of.ts';
import { predictionOutOfMemory, runtimeUnavailable } from '../errors.ts';
import { floatsOf } from '../floats-of.ts';
import { type HeldModel, type HeldModelOptions, heldModel, heldPredictor } from '../held-model.ts';
import { memoryShortageOf } from '../memory-shortage.ts';
import { runStatistics } from '../run-statistics.ts';
import type { Runtime } from '../runtime.ts';
import { transferable } from '../transferable.ts';
import { startWorkerClient, type WorkerClient } from '../worker-client.ts';
import type { Provider } from './device/devices.ts';
import type { OnnxCalls } from './onnx-worker.ts';

export interface OnnxRuntimeOptions {
  /** Threads per prediction. Default: as many as the process may use. */
  readonly threads?: number | undefined;
  /** Result of `chooseDevice`. Default: the CPU. */
  readonly provider?: Provider | undefined;
}

const MIB = 2 ** 20;

/**
 * Maximum bytes of a run's largest layer; ONNX Runtime allocates about six times that for a session, and keeps it. On the CPU, parts take no longer than
 * the whole. On WebGPU, a buffer that shaders use has at least this size on any device. Other GPUs need larger batches to be busy.
 */
const largestLayerBytes = (provider: Provider): number =>
  provider === 'cpu' ? 16 * MIB : provider === 'webgpu' ? 128 * MIB : 256 * MIB;

/** A session of the thread. */
const heldSession = (
  client: WorkerClient<OnnxCalls>,
  session: number,
  { name, statistics }: Pick<HeldModelOptions, 'name' | 'statistics'>,
): HeldModel =>
  heldModel({
    name,
    statistics,
    run: (inputs, asking, outputs) =>
      client.call('run', { session, inputs, ...(outputs && { outputs }) }, asking).catch((cause: unknown) => {
        throw memoryShortageOf(cause) === undefined ? cause : predictionOutOfMemory(name, cause);
      }),
    release: (asking) => client.call('release', { session }, asking),
  });

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
      return heldPredictor(
        { name, architecture },
        heldSession(client, session, { name, statistics }),
        largestLayerBytes(provider),
      );
    },
    openFile: async ({ name, path }) => {
      const asking = { asked: `the opening of model ${name}` };
      const { session, sessionMs, inputs, outputs } = await client.call('open', { path, threads, provider }, asking);
      statistics.add(name, { sessionMs });
      const { run, release } = heldSession(client, session, { name, statistics });
      return { inputs, outputs, run: (given, wanted, options) => run(given, options, wanted), release };
    },
    stats: statistics.stats,
    close: client.close,
  };
};
