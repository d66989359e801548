import { availableThreads } from '../../../threads/available-threads.ts';
import { siblingModule } from '../../../threads/sibling-module.ts';
import type { Program } from '../../nn/gradient/program.ts';
import { runtimeUnavailable } from '../errors.ts';
import { type RemoteStore, remoteStore } from '../store-calls.ts';
import { buffersIn } from '../transferable.ts';
import { type Freed, startWorkerClient } from '../worker-client.ts';
import type { Provider } from './device/devices.ts';
import type { ProgramCalls, RunRequest } from './program-worker.ts';

/** A loaded program. */
export interface LoadedProgram {
  readonly run: (request: RunRequest, asked: string) => ReturnType<ProgramCalls['run']>;
  readonly release: () => Promise<void>;
}

/** A store of named float32 tensors in a thread, with programs that read and update it there. */
export interface ProgramRuntime extends RemoteStore {
  readonly load: (program: Program) => Promise<LoadedProgram>;
  /** Sets tensors to 0. */
  readonly clear: (names: readonly string[]) => Promise<void>;
  /** Answers pending calls, frees everything and ends the thread. */
  readonly close: () => Promise<Freed | undefined>;
}

export interface ProgramRuntimeOptions {
  /** Threads per run. Default: as many as the process may use. */
  readonly threads?: number | undefined;
  /** Result of `chooseDevice`. Default: the CPU. */
  readonly provider?: Provider | undefined;
}

/** @throws SpineError `RUNTIME_UNAVAILABLE` if onnxruntime-node cannot be loaded */
export const startProgramRuntime = async ({
  threads = availableThreads(),
  provider = 'cpu',
}: ProgramRuntimeOptions = {}): Promise<ProgramRuntime> => {
  const client = startWorkerClient<ProgramCalls>(siblingModule(import.meta.url, 'program-worker'));
  await client.call('hello', undefined, { asked: 'the start of ONNX Runtime' }).catch((cause) => {
    throw runtimeUnavailable(cause);
  });
  return {
    load: async (program) => {
      const asked = `the loading of ${program.graph.name}`;
      const session = await client.call('load', { program, threads, provider }, { asked });
      return {
        run: (request, running) =>
          client.call('run', { ...request, session }, { asked: running, transfer: buffersIn(request.feeds) }),
        release: () => client.call('release', session, { asked: `the release of ${program.graph.name}` }),
      };
    },
    ...remoteStore(client),
    clear: (names) => client.call('clear', names, { asked: 'the clearing of gradients' }),
    close: client.close,
  };
};
