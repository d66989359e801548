import { totalmem } from 'node:os';

/** Resident bytes a byte of weights: five folds of the two-stage networks (3.0 GB of weights) take 8.3 GB on ONNX Runtime. */
const RESIDENT_PER_WEIGHT_BYTE = 2.8;
/** The rest is for studies, the process itself and others. */
const SHARE_FOR_NETWORKS = 0.6;

/** Memory of this machine, or what a container's limit leaves of it. */
export const memoryBytes = (): number => {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
};

/**
 * How many networks may be in memory at a time, whichever they are.
 * @param weightBytes  of each network
 * @returns undefined where all fit
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
