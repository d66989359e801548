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

/** Releases from 2.9 on read the first for all operations, earlier ones the second for convolutions. */
const DETERMINISTIC = ['TF_DETERMINISTIC_OPS', 'TF_CUDNN_DETERMINISTIC'] as const;

/** Makes a TensorFlow that loads later select operations whose results do not depend on the order of threads, and fail where there is none. */
export const prepareDeterminism = (environment: NodeJS.ProcessEnv = process.env): void => {
  for (const name of DETERMINISTIC) environment[name] = '1';
};
