/** PyTorch's defaults. */
export const BATCH_NORM_EPS = 1e-5;

/** Momentum: the share of a pass's statistics in the running ones. */
export const BATCH_NORM_MOMENTUM = 0.1;
