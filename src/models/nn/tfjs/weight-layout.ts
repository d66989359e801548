/** How TensorFlow.js lays out what PyTorch stores as [out, in / groups, rows, columns]. */

/** [rows, columns, in, out] */
export const FULL_WEIGHT: readonly number[] = [3, 2, 0, 1];

/** [rows, columns, channels, 1] */
export const DEPTHWISE_WEIGHT: readonly number[] = [2, 3, 0, 1];

/** What PyTorch stores as [out, in], as [in, out]. */
export const TRANSPOSED_WEIGHT: readonly number[] = [1, 0];
