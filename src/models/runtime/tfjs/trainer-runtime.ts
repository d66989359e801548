import { siblingModule } from '../../../threads/sibling-module.ts';
import type { Compared } from '../../nn/tfjs/gradients/gather-gradients.ts';
import type { TrainerOptions, TrainerStep } from '../../nn/tfjs/trainer.ts';
import { remoteStore } from '../store-calls.ts';
import { buffersIn } from '../transferable.ts';
import type { TfjsBackend } from './backends.ts';
import { chooseBackend } from './choose-backend.ts';
import { startedClient } from './started-client.ts';
import type { TrainerCalls } from './trainer-worker.ts';

const WORKER = siblingModule(import.meta.url, 'trainer-worker');

const arraysOf = ({ inputs, target }: Compared): readonly ArrayBuffer[] => buffersIn({ inputs, target });

/** A network that TensorFlow.js trains in a thread. `asked` names the call in messages, e.g. `step 3`. */
export type TrainerRuntime = Awaited<ReturnType<typeof startTrainerRuntime>>;

/**
 * Starts TensorFlow.js in a thread that trains one network.
 * @throws SpineError `RUNTIME_BACKEND_UNAVAILABLE` for a requested backend, `RUNTIME_NO_BACKEND` if none starts
 */
export const startTrainerRuntime = async (backend: TfjsBackend | undefined) => {
  const { choice, started: client } = await chooseBackend(backend, (one) => startedClient<TrainerCalls>(one, WORKER));
  return {
    choice,
    open: (options: TrainerOptions) =>
      client.call('open', options, { asked: `the loading of ${options.network.name}` }),
    ...remoteStore(client),
    /** Transfers the arrays of inputs and targets. */
    step: (request: TrainerStep, asked: string) =>
      client.call('step', request, { asked, transfer: request.parts.flatMap(arraysOf) }),
    /** Transfers the arrays of inputs and target. */
    evaluate: (given: Compared, { prefix, asked }: { readonly prefix: string; readonly asked: string }) =>
      client.call('evaluate', { given, prefix }, { asked, transfer: arraysOf(given) }),
    memory: () => client.call('memory', undefined, { asked: 'the count of tensors' }),
    /** Answers pending calls, frees everything and ends the thread. */
    close: client.close,
  };
};
