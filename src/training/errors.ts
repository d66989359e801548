import { SpineError } from '../domain/spine-error.ts';
import { formatShape, type Shape } from '../models/nn/dim.ts';

export const logitsUnfit = (output: Shape): SpineError =>
  new SpineError({
    code: 'TRAINING_LOGITS_UNFIT',
    reason: `cross entropy was given an output ${formatShape(output)}, but needs logits [n, 3 * places]; train this network with another loss`,
  });

export const labelUnfit = (label: number, place: number): SpineError =>
  new SpineError({
    code: 'TRAINING_LABEL_UNFIT',
    reason: `label ${place} of the batch is ${label}, but must be 0, 1, 2, or -100 where it is missing; correct the labels`,
  });

export const foldsUnfit = (folds: number, count: number): SpineError =>
  new SpineError({
    code: 'TRAINING_FOLDS_UNFIT',
    reason: `${count} labelled studies cannot be split into ${folds} folds; set folds.count to a whole number from 2 to the number of studies, or give more studies`,
  });

export const freezesNothing = (pattern: string, names: readonly string[]): SpineError =>
  new SpineError({
    code: 'TRAINING_FREEZES_NOTHING',
    reason: `freeze: ${JSON.stringify(pattern)} names no parameter of the network (the first is ${names[0]}); correct it, * stands for anything`,
  });

export const freezesAll = (patterns: readonly string[]): SpineError =>
  new SpineError({
    code: 'TRAINING_FREEZES_ALL',
    reason: `freeze: ${patterns.join(', ')} leaves nothing to train; freeze fewer parameters`,
  });

export const batchUnfit = (reason: string): SpineError =>
  new SpineError({ code: 'TRAINING_BATCH_UNFIT', reason: `the batch does not fit the network: ${reason}` });

export const batchWithoutTargets = (step: number): SpineError =>
  new SpineError({
    code: 'TRAINING_BATCH_WITHOUT_TARGETS',
    reason: `step ${step}: no label of the batch counts (all are missing), so there is no loss; leave samples without labels out`,
  });

export interface Divergence {
  readonly step: number;
  readonly loss: number;
  /** The first parameter in the network's order whose gradient is not finite, if it is known. */
  readonly parameter: string | undefined;
}

export const trainingDiverged = ({ step, loss, parameter }: Divergence): SpineError => {
  const first = parameter === undefined ? '' : ` and the gradient of ${parameter} is not finite`;
  return new SpineError({
    code: 'TRAINING_DIVERGED',
    reason: `step ${step}: the loss is ${loss}${first}; the weights are those before the step; lower the learning rate, clip gradients, or look for pictures that are not finite`,
  });
};

export const averageNotKept = (): SpineError =>
  new SpineError({
    code: 'TRAINING_AVERAGE_NOT_KEPT',
    reason: 'averaged weights were asked for, but none are kept; start the engine with averageDecay',
  });

export const stateUnfit = (missing: readonly string[]): SpineError =>
  new SpineError({
    code: 'TRAINING_STATE_UNFIT',
    reason: `the saved state lacks ${missing.length} entries of the optimiser (first: ${missing[0]}); it belongs to another network or optimiser`,
  });

export const engineBackendUnfit = (backend: string): SpineError =>
  new SpineError({
    code: 'TRAINING_ENGINE_BACKEND_UNFIT',
    reason: `the backend ${backend} is one of TensorFlow.js, but the engine onnx was asked for; leave one of the two out, or ask for the engine tfjs`,
  });

/** @param bytes  what could not be had, if it is known */
export const outOfMemory = (asked: string, bytes: number | undefined, cause: Error): SpineError => {
  const size = bytes === undefined ? 'more than there is' : `another ${(bytes / 2 ** 20).toFixed(0)} MiB`;
  return new SpineError({
    code: 'TRAINING_OUT_OF_MEMORY',
    reason: `${asked} ran out of memory: it needs ${size}; lower microBatch (samples that go through together), batch or resolution`,
    cause,
  });
};

export const optionUnfit = (option: string, found: unknown, needs: string): SpineError =>
  new SpineError({
    code: 'TRAINING_OPTION_UNFIT',
    reason: `${option} is ${found}, but must be ${needs}; correct it in the experiment`,
  });
