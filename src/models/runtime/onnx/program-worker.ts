import type { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import type { Tensor } from '../../../domain/image.ts';
import { dropoutMask } from '../../nn/dropout-mask.ts';
import type { Program } from '../../nn/gradient/program.ts';
import { encodeModelWithoutWeights } from '../../nn/onnx/encode-model.ts';
import { numbered } from '../numbered.ts';
import { serveCalls } from '../serve-calls.ts';
import type { RemoteStore } from '../store-calls.ts';
import type { Provider } from './device/devices.ts';
import { copyProgram, deviceTensors } from './device-tensors.ts';
import { liveSessions } from './live-sessions.ts';
import { programOptions, staysOnDevice } from './program-session.ts';
import { tensorStore } from './tensor-store.ts';

/** The training thread: weights and their companions stay here between steps. */
const onnxruntime = () => import('onnxruntime-node');

interface Loaded {
  readonly program: Program;
  readonly session: InferenceSession;
  readonly provider: Provider;
}

const store = tensorStore();
/** Newer values of tensors in the store. */
const onDevice = deviceTensors();
const live = liveSessions();
const loaded = numbered<Loaded>('session');

/** One run of a program. */
export interface RunRequest {
  /** Inputs that the store does not hold, by name. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Seed of this run's dropout masks. */
  readonly maskSeed: string;
  /** Outputs to return, by name. */
  readonly returns: readonly string[];
  /** Outputs that must be finite, or the store stays unchanged. */
  readonly finite: readonly string[];
  /** Reads `<prefix><name>` instead of a tensor if the store has it. */
  readonly prefix: string;
}

/** Makes tensors for ONNX Runtime, which share their arrays. */
const tensorMaker = async (): Promise<(tensor: Tensor) => OnnxTensor> => {
  const { Tensor: OnnxTensor } = await onnxruntime();
  return ({ data, shape }) => new OnnxTensor('float32', data, shape);
};

const inputsOf = (
  program: Program,
  { feeds, maskSeed, prefix }: RunRequest,
  asOnnx: (tensor: Tensor) => OnnxTensor,
): Record<string, OnnxTensor> =>
  Object.fromEntries([
    ...Object.entries(feeds).map(([name, tensor]) => [name, asOnnx(tensor)] as const),
    ...program.masks.map(
      ({ name, shape, rate }) => [name, asOnnx(dropoutMask(`${maskSeed}/${name}`, { shape, rate }))] as const,
    ),
    ...program.reads.map(({ name }) => {
      const other = `${prefix}${name}`;
      const stored = store.has(other) ? other : name;
      return [name, onDevice.get(stored) ?? asOnnx(store.get(stored))] as const;
    }),
  ]);

const toTensor = ({ data, dims }: OnnxTensor): Tensor => {
  if (!(data instanceof Float32Array)) throw new Error('an output is not float32');
  return { data, shape: dims };
};

const hasOnlyFinite = ({ data }: Tensor): boolean => data.every((value) => Number.isFinite(value));

/** Copies the current values of these tensors into the store, where a device has newer ones. */
const copyToStore = async (names: readonly string[]): Promise<void> => {
  const held = names.flatMap((name) => {
    const tensor = onDevice.get(name);
    return tensor === undefined ? [] : [{ name, tensor, shape: tensor.dims }];
  });
  if (held.length === 0) return;
  const { graph, writes, copyOf } = copyProgram(held);
  const { InferenceSession } = await onnxruntime();
  const model = encodeModelWithoutWeights(graph);
  const session = await live.made(InferenceSession.create(model, programOptions({ graph, writes }, 1, 'webgpu')));
  try {
    const results = await session.run(Object.fromEntries(held.map(({ name, tensor }) => [name, tensor])));
    for (const { name } of held) {
      const { data, shape } = toTensor(results[copyOf(name)]!);
      store.set(name, { shape, data: data.slice() });
    }
  } finally {
    await live.release(session);
  }
};

/** Outputs that replace stored tensors, where they are. */
const runOnDevice = async ({ program, session }: Loaded, request: RunRequest) => {
  const { returns, finite } = request;
  const inputs = inputsOf(program, request, await tensorMaker());
  const outputs = await session.run(inputs, [
    ...new Set([...returns, ...finite, ...program.writes.map(({ output }) => output)]),
  ]);
  const written = finite.every((name) => hasOnlyFinite(toTensor(outputs[name]!)));
  for (const { name, output } of program.writes)
    if (written) onDevice.keep(name, outputs[output]!);
    else outputs[output]!.dispose();
  return { outputs, written };
};

/** Writes outputs that replace stored tensors into memory at hand. */
const runOnCpu = async ({ program, session }: Loaded, request: RunRequest) => {
  const { returns, finite } = request;
  const asOnnx = await tensorMaker();
  const inputs = inputsOf(program, request, asOnnx);
  const into = program.writes.map(({ name, output }) => [output, asOnnx(store.spare(name))] as const);
  const free = [...returns, ...finite].map((name) => [name, null] as const);
  const outputs = await session.run(inputs, Object.fromEntries([...free, ...into]));
  const written = finite.every((name) => hasOnlyFinite(toTensor(outputs[name]!)));
  if (written) for (const { name } of program.writes) store.swap(name);
  return { outputs, written };
};

const storeHandlers: RemoteStore = {
  write: async (tensors) => {
    // Arrays of one message may share memory; runs write into tensors, so each needs its own.
    for (const { name, shape, data } of tensors) {
      onDevice.drop(name);
      store.set(name, { shape, data: data.slice() });
    }
  },

  read: async (names) => {
    await copyToStore(names);
    return names.map((name) => {
      const { shape, data } = store.get(name);
      return { name, shape, data: data.slice() };
    });
  },

  average: async ({ names, prefix, decay }) => {
    await copyToStore(names);
    for (const name of names) moveTowards(store.get(`${prefix}${name}`).data, store.get(name).data, decay);
  },
};

/** Calls from the main thread. */
export type ProgramCalls = typeof handlers;

const handlers = {
  ...storeHandlers,

  hello: async () => {
    await onnxruntime();
  },

  load: async ({ program, threads, provider }: Omit<Loaded, 'session'> & { readonly threads: number }) => {
    const { InferenceSession } = await onnxruntime();
    const model = encodeModelWithoutWeights(program.graph);
    const session = await live.made(InferenceSession.create(model, programOptions(program, threads, provider)));
    return loaded.add({ program, session, provider });
  },

  release: async (id: number) => {
    const { session } = loaded.get(id);
    await leaveDevice(); // a session may own the memory of its outputs
    loaded.take(id);
    await live.release(session);
  },

  clear: async (names: readonly string[]) => {
    for (const name of names) {
      onDevice.drop(name);
      store.clear(name);
    }
  },

  /** `written`: whether the outputs were stored. */
  run: async (request: RunRequest & { readonly session: number }) => {
    const program = loaded.get(request.session);
    const { outputs, written } = await (staysOnDevice(program.provider) ? runOnDevice : runOnCpu)(program, request);
    const results = request.returns.map((name) => [name, toTensor(outputs[name]!)] as const);
    return { results: Object.fromEntries(results), written };
  },
};

const leaveDevice = async (): Promise<void> => {
  const names = onDevice.names();
  await copyToStore(names);
  for (const name of names) onDevice.drop(name);
};

const moveTowards = (average: Float32Array, now: Float32Array, decay: number): void => {
  for (let i = 0; i < average.length; i++) average[i] = decay * average[i]! + (1 - decay) * now[i]!;
};

serveCalls(handlers, {
  count: live.count,
  free: async () => {
    for (const name of onDevice.names()) onDevice.drop(name);
    for (const { session } of loaded.takeAll()) await live.release(session);
  },
});
