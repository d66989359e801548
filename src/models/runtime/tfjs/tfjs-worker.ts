import { explained } from '../../nn/tfjs/errors.ts';
import { type LoadedNetwork, loadRecording } from '../../nn/tfjs/recording/load-recording.ts';
import type { NetworkRecording } from '../../nn/tfjs/recording/recorded.ts';
import { numbered } from '../numbered.ts';
import type { Tensors } from '../runtime.ts';
import { serveCalls } from '../serve-calls.ts';
import type { NamedTensor } from '../store-calls.ts';
import { liveTensors, startBackend } from './start-backend.ts';

/** The thread with all tensors, since most backends block their caller. */
const networks = numbered<LoadedNetwork>('network');

const explaining = async <R>(work: () => R | Promise<R>): Promise<R> => {
  try {
    return await work();
  } catch (error) {
    throw explained(error);
  }
};

interface LoadRequest {
  readonly recording: NetworkRecording;
  readonly weights: readonly NamedTensor[];
}

/** Calls from the main thread. */
export type TfjsCalls = typeof handlers;

const handlers = {
  start: startBackend,

  load: async ({ recording, weights }: LoadRequest) => {
    const started = performance.now();
    const named = new Map(weights.map((weight) => [weight.name, weight]));
    const network = networks.add(await explaining(() => loadRecording(recording, named)));
    return { network, loadMs: performance.now() - started };
  },

  run: async ({ network, inputs }: { readonly network: number; readonly inputs: Tensors }) => {
    const started = performance.now();
    const outputs = await explaining(() => networks.get(network).predict(inputs));
    return { outputs, runMs: performance.now() - started };
  },

  release: async (network: number) => networks.take(network).dispose(),

  memory: async () => liveTensors(),
};

serveCalls(handlers, {
  count: liveTensors,
  free: () => {
    for (const network of networks.takeAll()) network.dispose();
  },
});
