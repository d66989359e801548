import { explained } from '../../nn/tfjs/errors.ts';
import { type LoadedNetwork, loadRecording } from '../../nn/tfjs/recording/load-recording.ts';
import { type Handlers, serveCalls } from '../serve-calls.ts';
import { transferable } from '../transferable.ts';
import { liveTensors } from './live-tensors.ts';
import { startBackend } from './start-backend.ts';
import type { TfjsCalls } from './tfjs-calls.ts';

/** The thread with all tensors, since most backends block their caller. */
const networks = new Map<number, LoadedNetwork>();
let nextNetwork = 0;

const networkOf = (id: number): LoadedNetwork => {
  const network = networks.get(id);
  if (network === undefined) throw new Error('the network was released');
  return network;
};

const explaining = async <R>(work: () => R | Promise<R>): Promise<R> => {
  try {
    return await work();
  } catch (error) {
    throw explained(error);
  }
};

const handlers: Handlers<TfjsCalls> = {
  start: async ({ backend }) => {
    await startBackend(backend);
    return { reply: undefined };
  },

  load: async ({ recording, weights }) => {
    const started = performance.now();
    const named = weights.map((weight) => [weight.name, weight] as const);
    networks.set(nextNetwork, await explaining(() => loadRecording(recording, new Map(named))));
    return { reply: { network: nextNetwork++, loadMs: performance.now() - started } };
  },

  run: async ({ network, inputs }) => {
    const started = performance.now();
    const outputs = await explaining(() => networkOf(network).predict(inputs));
    const transfer = Object.values(outputs).flatMap(({ data }) => transferable(data));
    return { reply: { outputs, runMs: performance.now() - started }, transfer };
  },

  release: async ({ network }) => {
    networkOf(network).dispose();
    networks.delete(network);
    return { reply: undefined };
  },

  memory: async () => ({ reply: { tensors: liveTensors() } }),
};

serveCalls(handlers, async () => {
  const held = liveTensors();
  for (const network of networks.values()) network.dispose();
  networks.clear();
  return { held, left: liveTensors() };
});
