import { SpineError } from '../domain/spine-error.ts';
import { formatShape, type Shape } from '../models/nn/dim.ts';

export const logitsUnfit = (output: Shape): SpineError =>
  new SpineError({
    code: 'TRAINING_LOGITS_UNFIT',
    reason: `cross entropy got an output ${formatShape(output)}, expected logits [n, 3 * sites]; train this network with another loss`,
  });

export const labelUnfit = (label: number, place: number): SpineError =>
  new SpineError({
    code: 'TRAINING_LABEL_UNFIT',
    reason: `label ${place} of the batch is ${label}, expected 0, 1, 2, or -100 if missing; correct the labels`,
  });

export const foldsUnfit = (folds: number, count: number): SpineError =>
  new SpineError({
    code: 'TRAINING_FOLDS_UNFIT',
    reason: `${count} labelled studies cannot be split into ${folds} folds; set folds.count to an integer from 2 to the number of studies, or add studies`,
  });

export const freezesNothing = (pattern: string, names: readonly string[]): SpineError =>
  new SpineError({
    code: 'TRAINING_FREEZES_NOTHING',
    reason: `freeze: no parameter matches ${JSON.stringify(pattern)} (e.g. ${names[0]}); \`*\` is a wildcard`,
  });

export const freezesAll = (patterns: readonly string[]): SpineError =>
  new SpineError({
    code: 'TRAINING_FREEZES_ALL',
    reason: `freeze: ${patterns.join(', ')} leaves nothing to train; freeze fewer parameters`,
  });

export const batchUnfit = (reason: string): SpineError =>
  new SpineError({ code: 'TRAINING_BATCH_UNFIT', reason: `the batch does not match the network: ${reason}` });

export const batchWithoutTargets = (step: number): SpineError =>
  new SpineError({
    code: 'TRAINING_BATCH_WITHOUT_TARGETS',
    reason: `step ${step}: all labels of the batch are missing, so the loss is undefined; exclude samples without labels`,
  });

export interface Divergence {
  readonly step: number;
  readonly loss: number;
  /** The first parameter, in network order, with a non-finite gradient, if known. */
  readonly parameter: string | undefined;
}

export const trainingDiverged = ({ step, loss, parameter }: Divergence): SpineError => {
  const first = parameter === undefined ? '' : ` and the gradient of ${parameter} is not finite`;
  return new SpineError({
    code: 'TRAINING_DIVERGED',
    reason: `step ${step}: the loss is ${loss}${first}; the step was not applied; lower the learning rate, clip gradients, or look for images that are not finite`,
  });
};

export const averageNotKept = (): SpineError =>
  new SpineError({
    code: 'TRAINING_AVERAGE_NOT_KEPT',
    reason: 'no averaged weights; start the engine with averageDecay',
  });

export const stateUnfit = (missing: readonly string[]): SpineError =>
  new SpineError({
    code: 'TRAINING_STATE_UNFIT',
    reason: `the saved state lacks ${missing.length} optimiser entries (first: ${missing[0]}); it belongs to another network or optimiser`,
  });

export const engineBackendUnfit = (backend: string): SpineError =>
  new SpineError({
    code: 'TRAINING_ENGINE_BACKEND_UNFIT',
    reason: `the backend ${backend} belongs to TensorFlow.js, but the engine is onnx; omit one of them, or choose the engine tfjs`,
  });

/** @param bytes  size of the failed allocation, if known */
export const outOfMemory = (asked: string, bytes: number | undefined, cause: Error): SpineError => {
  const size = bytes === undefined ? 'more than is available' : `another ${(bytes / 2 ** 20).toFixed(0)} MiB`;
  return new SpineError({
    code: 'TRAINING_OUT_OF_MEMORY',
    reason: `${asked} ran out of memory: it needs ${size}; lower microBatch, batch or resolution`,
    cause,
  });
};

export const optionUnfit = (option: string, found: unknown, needs: string): SpineError =>
  new SpineError({
    code: 'TRAINING_OPTION_UNFIT',
    reason: `${option} is ${found}, expected ${needs}; correct it in the experiment`,
  });
