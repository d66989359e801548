import type { InferenceSession } from 'onnxruntime-node';
import { encodeModelWithoutWeights } from '../../nn/onnx/encode-model.ts';
import type { FileValue } from '../runtime.ts';
import { type Handlers, serveCalls } from '../serve-calls.ts';
import { transferable } from '../transferable.ts';
import { liveSessions } from './live-sessions.ts';
import type { OnnxCalls } from './onnx-calls.ts';
import { sessionOptions } from './session-options.ts';

/** The thread with all sessions, since ONNX Runtime blocks its caller. */
const onnxruntime = () => import('onnxruntime-node');

const live = liveSessions();
const sessions = new Map<number, InferenceSession>();
let nextSession = 0;

const sessionOf = (id: number): InferenceSession => {
  const session = sessions.get(id);
  if (session === undefined) throw new Error('the session was released');
  return session;
};

const held = (session: InferenceSession): number => {
  sessions.set(nextSession, session);
  return nextSession++;
};

const fileValue = (value: InferenceSession.ValueMetadata): FileValue =>
  value.isTensor
    ? { name: value.name, elements: value.type, shape: value.shape }
    : { name: value.name, elements: 'no tensor', shape: [] };

const handlers: Handlers<OnnxCalls> = {
  hello: async () => {
    await onnxruntime();
    return { reply: undefined };
  },

  load: async ({ graph, weights, threads, provider, lean }) => {
    const { InferenceSession } = await onnxruntime();
    const started = performance.now();
    const model = encodeModelWithoutWeights(graph);
    const written = performance.now();
    const externalData = graph.parameters.map(({ name }, index) => ({ path: name, data: bytesOf(weights[index]!) }));
    const session = await live.made(
      InferenceSession.create(model, { ...sessionOptions(threads, { lean, provider }), externalData }),
    );
    const times = { graphMs: written - started, sessionMs: performance.now() - written };
    return { reply: { session: held(session), ...times } };
  },

  open: async ({ path, threads, provider }) => {
    const { InferenceSession } = await onnxruntime();
    const started = performance.now();
    const session = await live.made(InferenceSession.create(path, sessionOptions(threads, { provider })));
    const sessionMs = performance.now() - started;
    const inputs = session.inputMetadata.map(fileValue);
    const outputs = session.outputMetadata.map(fileValue);
    return { reply: { session: held(session), sessionMs, inputs, outputs } };
  },

  run: async ({ session, inputs, outputs: wanted }) => {
    const { Tensor } = await onnxruntime();
    const feeds = Object.entries(inputs).map(
      ([name, { data, shape }]) => [name, new Tensor('float32', data, shape)] as const,
    );
    const started = performance.now();
    const model = sessionOf(session);
    const results = await model.run(Object.fromEntries(feeds), wanted ?? model.outputNames);
    const runMs = performance.now() - started;
    const outputs = Object.entries(results).map(([name, { data, dims }]) => {
      if (!(data instanceof Float32Array)) throw new Error(`output ${name} is not float32`);
      return [name, { data, shape: dims }] as const;
    });
    return {
      reply: { outputs: Object.fromEntries(outputs), runMs },
      transfer: outputs.flatMap(([, { data }]) => transferable(data)),
    };
  },

  release: async ({ session }) => {
    const released = sessionOf(session);
    sessions.delete(session);
    await live.release(released);
    return { reply: undefined };
  },
};

const bytesOf = (data: Float32Array): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

serveCalls(handlers, async () => {
  const held = live.count();
  for (const session of sessions.values()) await live.release(session);
  sessions.clear();
  return { held, left: live.count() };
});
