import { SpineError } from '../../../../domain/spine-error.ts';

/** A provider requested by name. */
export const deviceUnavailable = (device: string, reason: string): SpineError =>
  new SpineError({
    code: 'RUNTIME_DEVICE_UNAVAILABLE',
    reason: `the device ${device} cannot be used: ${reason}; see docs/gpu.md, or use --device gpu for the first GPU that works and the CPU where there is none`,
  });

/** For TensorFlow.js, which has backends instead. */
export const deviceOfOnnx = (device: string, backend: string): SpineError =>
  new SpineError({
    code: 'RUNTIME_DEVICE_OF_ONNX',
    reason: `device ${device} is for ONNX Runtime, but the backend is ${backend}; TensorFlow.js computes where its backend does: give --backend alone`,
  });
