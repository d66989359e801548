import { siblingModule } from '../../../threads/sibling-module.ts';
import type { Compared } from '../../nn/tfjs/gradients/gather-gradients.ts';
import type { TrainerOptions, TrainerStep } from '../../nn/tfjs/trainer.ts';
import type { Freed } from '../freed.ts';
import { type RemoteStore, remoteStore } from '../store-calls.ts';
import { transferable } from '../transferable.ts';
import type { WorkerClient } from '../worker-client.ts';
import type { TfjsBackend } from './backends.ts';
import { type BackendChoice, chooseBackend } from './choose-backend.ts';
import { startedClient, startOf } from './started-client.ts';
import type { TrainerCalls } from './trainer-calls.ts';

type Reply<K extends keyof TrainerCalls> = Promise<TrainerCalls[K]['reply']>;

/** A network that TensorFlow.js trains in a thread. `asked` names the call in messages, e.g. `step 3`. */
export interface TrainerRuntime extends RemoteStore {
  readonly choice: BackendChoice;
  readonly open: (options: TrainerOptions) => Promise<void>;
  /** Transfers the arrays of inputs and targets. */
  readonly step: (request: TrainerStep, asked: string) => Reply<'step'>;
  /** Transfers the arrays of inputs and target. */
  readonly evaluate: (given: Compared, o: { readonly prefix: string; readonly asked: string }) => Reply<'evaluate'>;
  readonly memory: () => Reply<'memory'>;
  /** Answers pending calls, frees everything and ends the thread. */
  readonly close: () => Promise<Freed | undefined>;
}

const WORKER = siblingModule(import.meta.url, 'trainer-worker');

const start = (backend: TfjsBackend) =>
  startedClient<TrainerCalls>(backend, WORKER, (client) => client.call('start', { backend }, startOf(backend)));

const arraysOf = ({ inputs, target }: Compared): readonly ArrayBuffer[] =>
  [...Object.values(inputs), target].flatMap(({ data }) => transferable(data));

const runtimeOf = (client: WorkerClient<TrainerCalls>, choice: BackendChoice): TrainerRuntime => ({
  choice,
  open: async (options) => {
    await client.call('open', options, { asked: `the loading of ${options.network.name}` });
  },
  ...remoteStore(client),
  step: (request, asked) => client.call('step', request, { asked, transfer: request.parts.flatMap(arraysOf) }),
  evaluate: (given, { prefix, asked }) =>
    client.call('evaluate', { given, prefix }, { asked, transfer: arraysOf(given) }),
  memory: () => client.call('memory', undefined, { asked: 'the count of tensors' }),
  close: client.close,
});

/**
 * Starts TensorFlow.js in a thread that trains one network.
 * @throws SpineError `RUNTIME_BACKEND_UNAVAILABLE` for a requested backend, `RUNTIME_NO_BACKEND` if none starts
 */
export const startTrainerRuntime = async (backend: TfjsBackend | undefined): Promise<TrainerRuntime> => {
  const { choice, started } = await chooseBackend(backend, start);
  return runtimeOf(started, choice);
};
