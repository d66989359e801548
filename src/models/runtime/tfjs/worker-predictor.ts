import { summaryOf } from '../../nn/shapes.ts';
import { checkInputs } from '../check-inputs.ts';
import { modelReleased } from '../errors.ts';
import type { LoadRequest, Predictor, Tensors } from '../runtime.ts';
import { sentInputs } from '../sent-inputs.ts';
import { type Asking, ignoreGone } from '../worker-client.ts';

/** A model held by a thread. */
export interface HeldModel {
  readonly run: (inputs: Tensors, asking: Asking) => Promise<Tensors>;
  readonly release: (asking: Asking) => Promise<unknown>;
}

/** Calls the thread. Keeps the model's description, but not its weights. */
export const workerPredictor = (
  { name, architecture }: Pick<LoadRequest, 'name' | 'architecture'>,
  { run, release }: HeldModel,
): Predictor => {
  let released: Promise<void> | undefined;
  return {
    name,
    inputs: architecture.inputs,
    outputs: summaryOf(architecture).outputs,
    predict: async (inputs, options = {}) => {
      if (released !== undefined) throw modelReleased(name);
      checkInputs(name, architecture.inputs, inputs);
      const { inputs: sent, transfer } = sentInputs(inputs, options);
      return run(sent, { asked: `a prediction of model ${name}`, transfer });
    },
    release: () => {
      released ??= release({ asked: `the release of model ${name}` }).then(() => undefined, ignoreGone);
      return released;
    },
  };
};
