import { siblingModule } from '../../../threads/sibling-module.ts';
import { checkWeights } from '../../nn/check-weights.ts';
import { recordNetwork } from '../../nn/tfjs/recording/record.ts';
import { usedWeights } from '../../nn/tfjs/recording/recorded.ts';
import { floatsOf } from '../floats-of.ts';
import { heldModel, heldPredictor } from '../held-model.ts';
import { runStatistics } from '../run-statistics.ts';
import type { Runtime } from '../runtime.ts';
import type { TfjsBackend } from './backends.ts';
import { type BackendChoice, chooseBackend } from './choose-backend.ts';
import { memoryFull } from './errors.ts';
import { startedClient } from './started-client.ts';
import type { TfjsCalls } from './tfjs-worker.ts';

export interface TfjsRuntimeOptions {
  /** Default: the first available one. */
  readonly backend?: TfjsBackend;
}

export interface TfjsRuntime extends Runtime {
  readonly choice: BackendChoice;
  /** Number of live tensors in the thread; between predictions, those of loaded models. */
  readonly tensorCount: () => Promise<number>;
}

/** 32-bit address space, minus what a forward pass of the largest network needs besides all weights. */
const WASM_WEIGHT_BYTES = 3 * 2 ** 30;

const WORKER = siblingModule(import.meta.url, 'tfjs-worker');

const bytesOf = (weights: readonly Float32Array[]): number =>
  weights.reduce((sum, { byteLength }) => sum + byteLength, 0);

/**
 * Starts TensorFlow.js in one worker thread with all models, which keeps the calling thread free from it.
 * @throws SpineError `RUNTIME_BACKEND_UNAVAILABLE` for a requested backend, `RUNTIME_NO_BACKEND` if none starts
 */
export const startTfjsRuntime = async ({ backend }: TfjsRuntimeOptions = {}): Promise<TfjsRuntime> => {
  const { choice, started: client } = await chooseBackend(backend, (one) => startedClient<TfjsCalls>(one, WORKER));
  const statistics = runStatistics();
  let heldBytes = 0;
  return {
    choice,
    load: async ({ name, architecture, weights }) => {
      checkWeights(architecture, weights);
      const started = performance.now();
      const recording = recordNetwork(architecture);
      const graphMs = performance.now() - started;
      const used = usedWeights(recording);
      const values = floatsOf(used, weights); // copied by the call, not transferred
      const named = used.map(({ name: own, shape }, index) => ({ name: own, shape, data: values[index]! }));
      const bytes = bytesOf(values);
      if (choice.backend === 'wasm' && heldBytes + bytes > WASM_WEIGHT_BYTES)
        throw memoryFull(name, { bytes, usedBytes: heldBytes, limitBytes: WASM_WEIGHT_BYTES });
      const asking = { asked: `the loading of model ${name}` };
      const { network, loadMs } = await client.call('load', { recording, weights: named }, asking);
      heldBytes += bytes;
      statistics.add(name, { graphMs, sessionMs: loadMs });
      const held = heldModel({
        name,
        statistics,
        run: (inputs, askingRun) => client.call('run', { network, inputs }, askingRun),
        release: (askingRelease) => {
          heldBytes -= bytes;
          return client.call('release', network, askingRelease);
        },
      });
      return heldPredictor({ name, architecture }, held);
    },
    stats: statistics.stats,
    close: client.close,
    tensorCount: () => client.call('memory', undefined, { asked: 'the count of tensors' }),
  };
};
