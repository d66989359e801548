import { messageOf } from '../../../domain/text/message-of.ts';
import { prepareNvidia } from '../nvidia-environment.ts';
import { type Calls, startWorkerClient, type WorkerClient } from '../worker-client.ts';
import { backendFault } from './backend-fault.ts';
import { BACKEND_ENTRIES, type TfjsBackend } from './backends.ts';
import type { Attempt } from './choose-backend.ts';

/**
 * Tries to start a backend in a separate thread.
 * @param start  asks the thread to start it; its error is the reason for not using the backend
 */
export const startedClient = async <C extends Calls>(
  backend: TfjsBackend,
  file: URL,
  start: (client: WorkerClient<C>) => Promise<unknown>,
): Promise<Attempt<WorkerClient<C>>> => {
  if (BACKEND_ENTRIES[backend].gpu) prepareNvidia();
  const fault = await backendFault(backend);
  if (fault !== undefined) return { reason: fault };
  const client = startWorkerClient<C>(file);
  try {
    await start(client);
    return { started: client };
  } catch (error) {
    await client.close();
    return { reason: messageOf(error) };
  }
};

export const startOf = (backend: TfjsBackend) => ({ asked: `the start of the backend ${backend}` });
