import { availableThreads } from '../../../threads/available-threads.ts';
import { siblingModule } from '../../../threads/sibling-module.ts';
import type { Program } from '../../nn/gradient/program.ts';
import { runtimeUnavailable } from '../errors.ts';
import { remoteStore } from '../store-calls.ts';
import { buffersIn } from '../transferable.ts';
import { startWorkerClient } from '../worker-client.ts';
import type { OnnxRuntimeOptions } from './onnx-runtime.ts';
import type { ProgramCalls, RunRequest } from './program-worker.ts';

/** A loaded program. */
export interface LoadedProgram {
  readonly run: (request: RunRequest, asked: string) => ReturnType<ProgramCalls['run']>;
  readonly release: () => Promise<void>;
}

/** A store of named float32 tensors in a thread, with programs that read and update it there. */
export type ProgramRuntime = Awaited<ReturnType<typeof startProgramRuntime>>;

/** @throws SpineError `RUNTIME_UNAVAILABLE` if onnxruntime-node cannot be loaded */
export const startProgramRuntime = async ({
  threads = availableThreads(),
  provider = 'cpu',
}: OnnxRuntimeOptions = {}) => {
  const client = startWorkerClient<ProgramCalls>(siblingModule(import.meta.url, 'program-worker'));
  await client.call('hello', undefined, { asked: 'the start of ONNX Runtime' }).catch((cause) => {
    throw runtimeUnavailable(cause);
  });
  return {
    load: async (program: Program): Promise<LoadedProgram> => {
      const asked = `the loading of ${program.graph.name}`;
      const session = await client.call('load', { program, threads, provider }, { asked });
      return {
        run: (request, running) =>
          client.call('run', { ...request, session }, { asked: running, transfer: buffersIn(request.feeds) }),
        release: () => client.call('release', session, { asked: `the release of ${program.graph.name}` }),
      };
    },
    ...remoteStore(client),
    /** Sets tensors to 0. */
    clear: (names: readonly string[]) => client.call('clear', names, { asked: 'the clearing of gradients' }),
    /** Answers pending calls, frees everything and ends the thread. */
    close: client.close,
  };
};
