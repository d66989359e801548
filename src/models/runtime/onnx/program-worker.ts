import type { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import type { Tensor } from '../../../domain/image.ts';
import { dropoutMask } from '../../nn/dropout-mask.ts';
import type { Program } from '../../nn/gradient/program.ts';
import { encodeModelWithoutWeights } from '../../nn/onnx/encode-model.ts';
import { type Handlers, serveCalls } from '../serve-calls.ts';
import { transferable } from '../transferable.ts';
import type { Provider } from './device/devices.ts';
import { liveSessions } from './live-sessions.ts';
import type { ProgramCalls, RunRequest } from './program-calls.ts';
import { sessionOptions } from './session-options.ts';
import { tensorStore } from './tensor-store.ts';

/** The training thread: weights and their companions stay here between steps. */
const onnxruntime = () => import('onnxruntime-node');

interface Loaded {
  readonly program: Program;
  readonly session: InferenceSession;
}

/** A memory pattern planned after the first run would be allocated in addition to that run's memory: twice the memory, and no faster. */
const trainingOptions = (threads: number, provider: Provider): InferenceSession.SessionOptions => ({
  ...sessionOptions(threads, { provider }),
  enableMemPattern: false,
  logSeverityLevel: 4, // errors are rethrown in the main thread
});

const store = tensorStore();
const live = liveSessions();
const loaded = new Map<number, Loaded>();
let nextSession = 0;

const loadedAs = (id: number): Loaded => {
  const known = loaded.get(id);
  if (known === undefined) throw new Error('the session was released');
  return known;
};

const inputsOf = (
  program: Program,
  { feeds, maskSeed, prefix }: RunRequest,
): readonly (readonly [string, Tensor])[] => [
  ...Object.entries(feeds),
  ...program.masks.map(({ name, shape, rate }) => [name, dropoutMask(`${maskSeed}/${name}`, { shape, rate })] as const),
  ...program.reads.map(({ name }) => {
    const other = `${prefix}${name}`;
    return [name, store.get(store.has(other) ? other : name)] as const;
  }),
];

const toTensor = ({ data, dims }: OnnxTensor): Tensor => {
  if (!(data instanceof Float32Array)) throw new Error('an output is not float32');
  return { data, shape: dims };
};

const hasOnlyFinite = ({ data }: Tensor): boolean => data.every((value) => Number.isFinite(value));

const handlers: Handlers<ProgramCalls> = {
  hello: async () => ({ reply: { version: (await onnxruntime()).env.versions.common } }),

  load: async ({ program, threads, provider }) => {
    const { InferenceSession } = await onnxruntime();
    const started = performance.now();
    const model = encodeModelWithoutWeights(program.graph);
    const written = performance.now();
    const session = await live.made(InferenceSession.create(model, trainingOptions(threads, provider)));
    loaded.set(nextSession, { program, session });
    const times = { graphMs: written - started, sessionMs: performance.now() - written };
    return { reply: { session: nextSession++, ...times } };
  },

  release: async ({ session: id }) => {
    const { session } = loadedAs(id);
    loaded.delete(id);
    await live.release(session);
    return { reply: undefined };
  },

  write: async ({ tensors }) => {
    // Arrays of one message may share memory; runs write into tensors, so each needs its own.
    for (const { name, shape, data } of tensors) store.set(name, { shape, data: data.slice() });
    return { reply: undefined };
  },

  read: async ({ names }) => {
    const tensors = names.map((name) => {
      const { shape, data } = store.get(name);
      return { name, shape, data: data.slice() };
    });
    return { reply: { tensors }, transfer: tensors.flatMap(({ data }) => transferable(data)) };
  },

  clear: async ({ names }) => {
    for (const name of names) store.clear(name);
    return { reply: undefined };
  },

  average: async ({ names, prefix, decay }) => {
    for (const name of names) moveTowards(store.get(`${prefix}${name}`).data, store.get(name).data, decay);
    return { reply: undefined };
  },

  run: async (request) => {
    const { Tensor: OnnxTensor } = await onnxruntime();
    const { program, session } = loadedAs(request.session);
    const asOnnx = ({ data, shape }: Tensor) => new OnnxTensor('float32', data, shape);
    const feeds = Object.fromEntries(inputsOf(program, request).map(([name, tensor]) => [name, asOnnx(tensor)]));
    const into = program.writes.map(({ name, output }) => [output, asOnnx(store.spare(name))] as const);
    const free = [...request.returns, ...request.finite].map((name) => [name, null] as const);
    const started = performance.now();
    const outputs = await session.run(feeds, Object.fromEntries([...free, ...into]));
    const runMs = performance.now() - started;
    const output = (name: string): Tensor => toTensor(outputs[name]!);
    const written = request.finite.every((name) => hasOnlyFinite(output(name)));
    if (written) for (const { name } of program.writes) store.swap(name);
    const results = request.returns.map((name) => [name, output(name)] as const);
    const transfer = results.flatMap(([, { data }]) => transferable(data));
    return { reply: { results: Object.fromEntries(results), written, runMs }, transfer };
  },
};

const moveTowards = (average: Float32Array, now: Float32Array, decay: number): void => {
  for (let i = 0; i < average.length; i++) average[i] = decay * average[i]! + (1 - decay) * now[i]!;
};

serveCalls(handlers, async () => {
  const held = live.count();
  for (const { session } of loaded.values()) await live.release(session);
  loaded.clear();
  return { held, left: live.count() };
});
