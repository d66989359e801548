import { totalmem } from 'node:os';

/** Resident bytes per byte of weights: five folds of the two-stage networks (3.0 GB of weights) take 8.3 GB on ONNX Runtime. */
const RESIDENT_PER_WEIGHT_BYTE = 2.8;
/** Share of memory for networks; the rest is for studies, the process itself and others. */
const SHARE_FOR_NETWORKS = 0.6;

/** Memory of this machine, or the container's limit. */
export const memoryBytes = (): number => {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
};

/**
 * Maximum number of networks in memory, whichever they are.
 * @param weightBytes  weight sizes of the networks
 * @returns undefined if all fit
 */
export const networksThatFit = (weightBytes: readonly number[], memory = memoryBytes()): number | undefined => {
  const largestFirst = [...weightBytes].sort((a, b) => b - a);
  let room = (memory * SHARE_FOR_NETWORKS) / RESIDENT_PER_WEIGHT_BYTE;
  const fitting = largestFirst.findIndex((bytes) => {
    room -= bytes;
    return room < 0;
  });
  return fitting < 0 ? undefined : Math.max(1, fitting);
};
