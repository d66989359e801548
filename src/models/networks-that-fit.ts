import { totalmem } from 'node:os';

/**
 * Resident bytes per byte of weights on ONNX Runtime, whose convolutions by Winograd's filter keep twice the weights: 14 networks on ResNets (1.3 GB of weights)
 * take 5.0 GB with working memory of their own, and 4.1 GB without.
 */
const RESIDENT = { whole: 3.9, lean: 3.2 };
/** Share of memory for networks; the rest is for studies, the process itself and others. */
const SHARE_FOR_NETWORKS = 0.6;

/** Memory of this machine, or the container's limit. */
export const memoryBytes = (): number => {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
};

/**
 * Maximum number of networks in memory, whichever they are, without working memory of their own.
 * @param weightBytes  weight sizes of the networks
 * @returns undefined if all fit with it
 */
export const networksThatFit = (weightBytes: readonly number[], memory = memoryBytes()): number | undefined => {
  const room = memory * SHARE_FOR_NETWORKS;
  const largestFirst = [...weightBytes].sort((a, b) => b - a);
  if (RESIDENT.whole * largestFirst.reduce((sum, bytes) => sum + bytes, 0) <= room) return undefined;
  let taken = 0;
  const fitting = largestFirst.filter((bytes) => {
    taken += RESIDENT.lean * bytes;
    return taken <= room;
  });
  return Math.max(1, fitting.length);
};
