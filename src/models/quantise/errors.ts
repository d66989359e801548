import { SpineError, type Where } from '../../domain/spine-error.ts';

export const activationNotFinite = (): SpineError =>
  new SpineError({
    code: 'ACTIVATION_NOT_FINITE',
    reason: 'a layer of the network gave a value that is not finite, so no range can be calibrated; check the weights',
  });

export const quantisationInvalid = (complaint: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'QUANTISATION_INVALID',
    reason: `invalid record of int8 networks: ${complaint}; delete it and quantise again`,
    cause,
  });

export const quantisationStale = (fold: number, where: Where): SpineError =>
  new SpineError({
    code: 'QUANTISATION_STALE',
    reason: `the int8 network of fold ${fold} was made from other weights than those of this run folder; run "spinestream quantise" again, or use float32`,
    where,
  });

export const quantisedChanged = (where: Where, cause?: unknown): SpineError =>
  new SpineError({
    code: 'QUANTISED_NETWORK_CHANGED',
    reason:
      'this int8 network is missing or changed since it was measured; run "spinestream quantise" again, or use float32',
    where,
    cause,
  });

export const int8OnOnnxOnly = (model: string): SpineError =>
  new SpineError({
    code: 'INT8_UNAVAILABLE',
    reason: `int8 networks run on ONNX Runtime on the CPU only, not on this device or backend (model ${model}); use --backend onnx --device cpu, or --precision float32`,
  });
