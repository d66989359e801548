import type { InferenceSession } from 'onnxruntime-node';
import { boundGraph, withoutWeights } from '../../nn/onnx/bound-graph.ts';
import { encodeModelWithoutWeights } from '../../nn/onnx/encode-model.ts';
import type { OnnxGraph } from '../../nn/onnx/graph.ts';
import { winogradConvolutions } from '../../nn/onnx/winograd/winograd-convolutions.ts';
import { numbered } from '../numbered.ts';
import type { FileValue, Tensors } from '../runtime.ts';
import { serveCalls } from '../serve-calls.ts';
import type { Provider } from './device/devices.ts';
import { liveSessions } from './live-sessions.ts';
import { sessionOptions } from './session-options.ts';

/** The thread with all sessions, since ONNX Runtime blocks its caller. */
const onnxruntime = () => import('onnxruntime-node');

const live = liveSessions();
const sessions = numbered<InferenceSession>('session');

const fileValue = (value: InferenceSession.ValueMetadata): FileValue =>
  value.isTensor
    ? { name: value.name, elements: value.type, shape: value.shape }
    : { name: value.name, elements: 'no tensor', shape: [] };

interface Place {
  readonly threads: number;
  readonly provider: Provider;
}

interface LoadRequest extends Place {
  readonly graph: OnnxGraph;
  /** Values of `graph.parameters`, in their order. */
  readonly weights: readonly Float32Array[];
  readonly lean: boolean;
}

interface RunRequest {
  readonly session: number;
  readonly inputs: Tensors;
  /** Outputs to compute; default: all. */
  readonly outputs?: readonly string[];
}

/** Calls from the main thread. */
export type OnnxCalls = typeof handlers;

const handlers = {
  hello: async () => {
    await onnxruntime();
  },

  load: async ({ graph, weights, threads, provider, lean }: LoadRequest) => {
    const { InferenceSession } = await onnxruntime();
    const started = performance.now();
    const values = new Map(graph.parameters.map(({ name }, index) => [name, { data: weights[index]! }]));
    const bound = boundGraph(graph, values);
    const bare = withoutWeights(provider === 'cpu' ? winogradConvolutions(bound) : bound);
    const model = encodeModelWithoutWeights(bare.graph);
    const written = performance.now();
    const externalData = bare.graph.parameters.map(({ name }, index) => ({
      path: name,
      data: bytesOf(bare.weights[index]!),
    }));
    const session = await live.made(
      InferenceSession.create(model, { ...sessionOptions(threads, { lean, provider }), externalData }),
    );
    const times = { graphMs: written - started, sessionMs: performance.now() - written };
    return { session: sessions.add(session), ...times };
  },

  /** Opens a file of any origin; external weights are found by the names in the file. */
  open: async ({ path, threads, provider }: Place & { readonly path: string }) => {
    const { InferenceSession } = await onnxruntime();
    const started = performance.now();
    const session = await live.made(InferenceSession.create(path, sessionOptions(threads, { provider })));
    const sessionMs = performance.now() - started;
    const inputs = session.inputMetadata.map(fileValue);
    const outputs = session.outputMetadata.map(fileValue);
    return { session: sessions.add(session), sessionMs, inputs, outputs };
  },

  run: async ({ session, inputs, outputs: wanted }: RunRequest) => {
    const { Tensor } = await onnxruntime();
    const feeds = Object.entries(inputs).map(
      ([name, { data, shape }]) => [name, new Tensor('float32', data, shape)] as const,
    );
    const started = performance.now();
    const model = sessions.get(session);
    const results = await model.run(Object.fromEntries(feeds), wanted ?? model.outputNames);
    const runMs = performance.now() - started;
    const outputs = Object.entries(results).map(([name, { data, dims }]) => {
      if (!(data instanceof Float32Array)) throw new Error(`output ${name} is not float32`);
      return [name, { data, shape: dims }] as const;
    });
    return { outputs: Object.fromEntries(outputs), runMs };
  },

  release: ({ session }: Pick<RunRequest, 'session'>) => live.release(sessions.take(session)),
};

const bytesOf = (data: Float32Array): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

serveCalls(handlers, {
  count: live.count,
  free: async () => {
    for (const session of sessions.takeAll()) await live.release(session);
  },
});
