import { modelReleased, predictionOutOfMemory } from '../errors.ts';
import { memoryShortageOf } from '../memory-shortage.ts';
import type { runStatistics } from '../run-statistics.ts';
import type { PredictOptions, Tensors } from '../runtime.ts';
import { sentInputs } from '../sent-inputs.ts';
import { ignoreGone, type WorkerClient } from '../worker-client.ts';
import type { OnnxCalls } from './onnx-calls.ts';

export interface HeldSessionOptions {
  readonly client: WorkerClient<OnnxCalls>;
  /** The thread's number of the session. */
  readonly session: number;
  /** For messages and statistics. */
  readonly name: string;
  readonly statistics: ReturnType<typeof runStatistics>;
}

/** A session of the thread, from the calling thread's side. */
export interface HeldSession {
  /** @throws RUNTIME_MODEL_RELEASED */
  readonly requireHeld: () => void;
  /** @param outputs names of the outputs to compute; default: all */
  readonly run: (inputs: Tensors, options?: PredictOptions, outputs?: readonly string[]) => Promise<Tensors>;
  readonly release: () => Promise<void>;
}

export const heldSession = ({ client, session, name, statistics }: HeldSessionOptions): HeldSession => {
  let released: Promise<void> | undefined;
  const requireHeld = (): void => {
    if (released !== undefined) throw modelReleased(name);
  };
  return {
    requireHeld,
    run: async (inputs, options = {}, wanted) => {
      requireHeld();
      const { inputs: sent, transfer } = sentInputs(inputs, options);
      const request = { session, inputs: sent, ...(wanted === undefined ? {} : { outputs: wanted }) };
      const asking = { asked: `a prediction of model ${name}`, transfer };
      const { outputs, runMs } = await client.call('run', request, asking).catch((cause) => {
        throw memoryShortageOf(cause) === undefined ? cause : predictionOutOfMemory(name, cause);
      });
      statistics.add(name, { runs: 1, runMs });
      return outputs;
    },
    release: () => {
      released ??= client.call('release', { session }, { asked: `the release of model ${name}` }).catch(ignoreGone);
      return released;
    },
  };
};
