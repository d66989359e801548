import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Unreachable buffers that may accumulate; V8 on its own allows 64 MB, regardless of the heap. */
const GARBAGE_BYTES = 24 * 2 ** 20;
/** With many live buffers, this share of them, so that collections do not become more frequent. */
const GARBAGE_SHARE = 1 / 4;

export interface BufferHeap {
  /** Bytes of all buffers that have not been collected. */
  readonly bufferBytes: () => number;
  readonly collect: () => void;
}

/**
 * Returns a function to call after releasing buffers; it collects garbage once uncollected buffers may exceed a limit
 * (decisions/0011).
 */
export const bufferCollector = ({ bufferBytes, collect }: BufferHeap = ownHeap()): (() => void) => {
  let aliveBytes = bufferBytes();
  return () => {
    const bytes = bufferBytes();
    aliveBytes = Math.min(aliveBytes, bytes); // V8 frees buffers some time after finding them unreachable
    if (bytes - aliveBytes <= Math.max(GARBAGE_BYTES, aliveBytes * GARBAGE_SHARE)) return;
    collect();
    aliveBytes = bufferBytes();
  };
};

/** The heap of the calling thread. */
const ownHeap = (): BufferHeap => {
  setFlagsFromString('--expose-gc'); // applies to contexts created afterwards, not to plugins
  const collect: () => void = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return { bufferBytes: () => getHeapStatistics().external_memory, collect };
};
