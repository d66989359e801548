import { messageOf } from '../../../domain/text/message-of.ts';
import { prepareNvidia } from '../nvidia-environment.ts';
import { type Calls, startWorkerClient, type WorkerClient } from '../worker-client.ts';
import { backendFault } from './backend-fault.ts';
import { BACKEND_ENTRIES, type TfjsBackend } from './backends.ts';
import type { Attempt } from './choose-backend.ts';

/** A thread whose first call starts a backend. */
interface Starts {
  readonly start: (backend: TfjsBackend) => Promise<void>;
}

/** Tries to start a backend in a separate thread. */
export const startedClient = async <C extends Calls<C> & Starts>(
  backend: TfjsBackend,
  file: URL,
): Promise<Attempt<WorkerClient<C>>> => {
  if (BACKEND_ENTRIES[backend].gpu) prepareNvidia();
  const fault = await backendFault(backend);
  if (fault !== undefined) return { reason: fault };
  const client = startWorkerClient<C>(file);
  const { call }: Pick<WorkerClient<Starts>, 'call'> = client;
  try {
    await call('start', backend, { asked: `the start of the backend ${backend}` });
    return { started: client };
  } catch (error) {
    await client.close();
    return { reason: messageOf(error) };
  }
};
