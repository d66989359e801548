import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import type { Tensor } from '../../../domain/image.ts';
import { SpineError } from '../../../domain/spine-error.ts';
import { checkWeights } from '../../nn/check-weights.ts';
import type { Network } from '../../nn/network.ts';
import type { OnnxGraph } from '../../nn/onnx/graph.ts';
import { onnxGraphOf } from '../../nn/onnx/graph-of.ts';
import { summaryOf } from '../../nn/shapes.ts';
import type { StateDict } from '../../weights/state-dict.ts';
import { checkInputs } from '../check-inputs.ts';
import { modelReleased, runtimeUnavailable } from '../errors.ts';
import { runStatistics } from '../run-statistics.ts';
import type { LoadRequest, PredictOptions, Predictor, Runtime, Tensors } from '../runtime.ts';
import { transferable } from '../transferable.ts';
import { startWorkerClient, type WorkerClient } from '../worker-client.ts';
import type { OnnxCalls } from './onnx-calls.ts';

export interface OnnxRuntimeOptions {
  /** Threads that work on one prediction. Default: as many as the process may use. */
  readonly threads?: number;
}

type Client = WorkerClient<OnnxCalls>;
type Statistics = ReturnType<typeof runStatistics>;

/** The worker beside this file: TypeScript from source, JavaScript when compiled. */
const workerFile = (): URL => new URL(`./onnx-worker${extname(import.meta.url)}`, import.meta.url);

/** float32 values of the graph's weights. Buffers of the caller are copied into the message, not given away. */
const weightsFor = (graph: OnnxGraph, weights: StateDict): readonly Float32Array[] =>
  graph.parameters.map(({ name }) => {
    const data = weights.get(name)?.data;
    return data instanceof Float32Array ? data : new Float32Array(0);
  });

const ownCopy = ({ shape, data }: Tensor): Tensor => ({ shape, data: data.slice() });

const sendable = (inputs: Tensors, { transfer = false }: PredictOptions): Tensors => {
  const copied = Object.entries(inputs).map(([name, tensor]) => {
    return [name, transfer && transferable(tensor.data).length > 0 ? tensor : ownCopy(tensor)] as const;
  });
  return Object.fromEntries(copied);
};

/** With the thread its models are gone too, so that there is nothing left to release. */
const ignoreGone = (error: unknown): void => {
  const gone = error instanceof SpineError && ['RUNTIME_CLOSED', 'RUNTIME_WORKER_DIED'].includes(error.code);
  if (!gone) throw error;
};

/** Holds on to what describes the model, not to its weights. */
const predictorOf = (
  client: Client,
  { name, architecture }: Pick<LoadRequest, 'name' | 'architecture'>,
  session: number,
  statistics: Statistics,
): Predictor => {
  let released: Promise<void> | undefined;
  return {
    name,
    inputs: architecture.inputs,
    outputs: outputsOf(architecture),
    predict: async (inputs, options = {}) => {
      if (released !== undefined) throw modelReleased(name);
      checkInputs(name, architecture.inputs, inputs);
      const sent = sendable(inputs, options);
      const transfer = Object.values(sent).flatMap(({ data }) => transferable(data));
      const asking = { asked: `a prediction of model ${name}`, transfer };
      const { outputs, runMs } = await client.call('run', { session, inputs: sent }, asking);
      statistics.add(name, { runs: 1, runMs });
      return outputs;
    },
    release: () => {
      released ??= client.call('release', { session }, { asked: `the release of model ${name}` }).catch(ignoreGone);
      return released;
    },
  };
};

/**
 * ONNX Runtime on the CPU, in one worker thread that holds all models, so that the calling thread stays free.
 * @throws SpineError `RUNTIME_UNAVAILABLE` when onnxruntime-node cannot be loaded
 */
export const startOnnxRuntime = async ({
  threads = availableParallelism(),
}: OnnxRuntimeOptions = {}): Promise<Runtime> => {
  const client = startWorkerClient<OnnxCalls>(workerFile());
  await client.call('hello', undefined, { asked: 'the start of ONNX Runtime' }).catch((cause) => {
    throw runtimeUnavailable(cause);
  });
  const statistics = runStatistics();
  return {
    load: async ({ name, architecture, weights }) => {
      checkWeights(architecture, weights);
      const started = performance.now();
      const graph = onnxGraphOf(architecture);
      const buildMs = performance.now() - started;
      const message = { graph, weights: weightsFor(graph, weights), threads };
      const { session, graphMs, sessionMs } = await client.call('load', message, {
        asked: `the loading of model ${name}`,
      });
      statistics.add(name, { graphMs: buildMs + graphMs, sessionMs });
      return predictorOf(client, { name, architecture }, session, statistics);
    },
    stats: statistics.stats,
    close: client.close,
  };
};

const outputsOf = (network: Network): Predictor['outputs'] => summaryOf(network).outputs;
