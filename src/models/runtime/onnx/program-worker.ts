import type { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import type { Tensor } from '../../../domain/image.ts';
import { dropoutMask } from '../../nn/dropout-mask.ts';
import type { Program } from '../../nn/gradient/program.ts';
import { encodeModelWithoutWeights } from '../../nn/onnx/encode-model.ts';
import { type Handlers, serveCalls } from '../serve-calls.ts';
import { transferable } from '../transferable.ts';
import type { Provider } from './device/devices.ts';
import { copyProgram, deviceTensors } from './device-tensors.ts';
import { liveSessions } from './live-sessions.ts';
import type { ProgramCalls, RunRequest } from './program-calls.ts';
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
const loaded = new Map<number, Loaded>();
let nextSession = 0;

const loadedAs = (id: number): Loaded => {
  const known = loaded.get(id);
  if (known === undefined) throw new Error('the session was released');
  return known;
};

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

const handlers: Handlers<ProgramCalls> = {
  hello: async () => {
    await onnxruntime();
    return { reply: undefined };
  },

  load: async ({ program, threads, provider }) => {
    const { InferenceSession } = await onnxruntime();
    const model = encodeModelWithoutWeights(program.graph);
    const session = await live.made(InferenceSession.create(model, programOptions(program, threads, provider)));
    loaded.set(nextSession, { program, session, provider });
    return { reply: { session: nextSession++ } };
  },

  release: async ({ session: id }) => {
    const { session } = loadedAs(id);
    await leaveDevice(); // a session may own the memory of its outputs
    loaded.delete(id);
    await live.release(session);
    return { reply: undefined };
  },

  write: async ({ tensors }) => {
    // Arrays of one message may share memory; runs write into tensors, so each needs its own.
    for (const { name, shape, data } of tensors) {
      onDevice.drop(name);
      store.set(name, { shape, data: data.slice() });
    }
    return { reply: undefined };
  },

  read: async ({ names }) => {
    await copyToStore(names);
    const tensors = names.map((name) => {
      const { shape, data } = store.get(name);
      return { name, shape, data: data.slice() };
    });
    return { reply: { tensors }, transfer: tensors.flatMap(({ data }) => transferable(data)) };
  },

  clear: async ({ names }) => {
    for (const name of names) {
      onDevice.drop(name);
      store.clear(name);
    }
    return { reply: undefined };
  },

  average: async ({ names, prefix, decay }) => {
    await copyToStore(names);
    for (const name of names) moveTowards(store.get(`${prefix}${name}`).data, store.get(name).data, decay);
    return { reply: undefined };
  },

  run: async (request) => {
    const program = loadedAs(request.session);
    const { outputs, written } = await (staysOnDevice(program.provider) ? runOnDevice : runOnCpu)(program, request);
    const results = request.returns.map((name) => [name, toTensor(outputs[name]!)] as const);
    const transfer = results.flatMap(([, { data }]) => transferable(data));
    return { reply: { results: Object.fromEntries(results), written }, transfer };
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

serveCalls(handlers, async () => {
  const held = live.count();
  for (const name of onDevice.names()) onDevice.drop(name);
  for (const { session } of loaded.values()) await live.release(session);
  loaded.clear();
  return { held, left: live.count() };
});
