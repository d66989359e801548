/** Environment variables that NVIDIA's libraries and TensorFlow read when loaded. */
const TF32 = 'NVIDIA_TF32_OVERRIDE';
const GROWTH = 'TF_FORCE_GPU_ALLOW_GROWTH';

/** Whether the user enabled TF32, which is faster and keeps 10 bits of a factor: `NVIDIA_TF32_OVERRIDE=1`. */
export const tf32Allowed = (environment: NodeJS.ProcessEnv = process.env): boolean => {
  const value = environment[TF32];
  return value !== undefined && value !== '' && value !== '0';
};

/**
 * Disables TF32, which ONNX Runtime and TensorFlow use by default, in this process and its children unless the user enabled it. Makes TensorFlow
 * allocate a card's memory on demand.
 */
export const prepareNvidia = (environment: NodeJS.ProcessEnv = process.env): void => {
  if (!tf32Allowed(environment)) environment[TF32] = '0';
  environment[GROWTH] ??= 'true';
};
