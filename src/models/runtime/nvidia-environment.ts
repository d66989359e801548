/** NVIDIA's libraries and TensorFlow read these when they are loaded. */
const TF32 = 'NVIDIA_TF32_OVERRIDE';
const GROWTH = 'TF_FORCE_GPU_ALLOW_GROWTH';

/** Whether the user asked for TF32, which is faster and keeps 10 bits of a factor: `NVIDIA_TF32_OVERRIDE=1`. */
export const tf32Allowed = (environment: NodeJS.ProcessEnv = process.env): boolean => {
  const value = environment[TF32];
  return value !== undefined && value !== '' && value !== '0';
};

/**
 * Turns TF32 off in this process, and in those that it starts, unless it was asked for: ONNX Runtime and TensorFlow would use it. TensorFlow takes
 * a card's memory as it needs it instead of all at once.
 */
export const prepareNvidia = (environment: NodeJS.ProcessEnv = process.env): void => {
  if (!tf32Allowed(environment)) environment[TF32] = '0';
  environment[GROWTH] ??= 'true';
};
