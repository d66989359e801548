import type { Tensor } from '../../../domain/image.ts';
import { SpineError } from '../../../domain/spine-error.ts';
import { summaryOf } from '../../nn/shapes.ts';
import { checkInputs } from '../check-inputs.ts';
import { modelReleased } from '../errors.ts';
import type { LoadRequest, PredictOptions, Predictor, Tensors } from '../runtime.ts';
import { transferable } from '../transferable.ts';
import type { Asking } from '../worker-client.ts';

/** A model held by a thread. */
export interface HeldModel {
  readonly run: (inputs: Tensors, asking: Asking) => Promise<Tensors>;
  readonly release: (asking: Asking) => Promise<unknown>;
}

const ownCopy = ({ shape, data }: Tensor): Tensor => ({ shape, data: data.slice() });

const sendable = (inputs: Tensors, { transfer = false }: PredictOptions): Tensors => {
  const copied = Object.entries(inputs).map(([name, tensor]) => {
    return [name, transfer && transferable(tensor.data).length > 0 ? tensor : ownCopy(tensor)] as const;
  });
  return Object.fromEntries(copied);
};

/** Models end with their thread, so nothing is left to release. */
const ignoreGone = (error: unknown): void => {
  const gone = error instanceof SpineError && ['RUNTIME_CLOSED', 'RUNTIME_WORKER_DIED'].includes(error.code);
  if (!gone) throw error;
};

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
      const sent = sendable(inputs, options);
      const transfer = Object.values(sent).flatMap(({ data }) => transferable(data));
      return run(sent, { asked: `a prediction of model ${name}`, transfer });
    },
    release: () => {
      released ??= release({ asked: `the release of model ${name}` }).then(() => undefined, ignoreGone);
      return released;
    },
  };
};
