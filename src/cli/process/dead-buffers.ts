import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Buffers that may lie about dead; V8 by itself lets 64 MB of them wait, whatever the heap is like. */
const DEAD_BYTES = 24 * 2 ** 20;
/** Where much is alive, this share of it: how often memory is collected must not grow with it. */
const DEAD_SHARE = 1 / 4;

export interface BufferHeap {
  /** Bytes of all buffers that have not been collected. */
  readonly bufferBytes: () => number;
  readonly collect: () => void;
}

/** To be called where buffers have died: collects them once they may be more than a bounded number of bytes. */
export const deadBufferCollector = ({ bufferBytes, collect }: BufferHeap = ownHeap()): (() => void) => {
  let aliveBytes = bufferBytes();
  return () => {
    const bytes = bufferBytes();
    aliveBytes = Math.min(aliveBytes, bytes); // V8 frees buffers some time after it has found them dead
    if (bytes - aliveBytes <= Math.max(DEAD_BYTES, aliveBytes * DEAD_SHARE)) return;
    collect();
    aliveBytes = bufferBytes();
  };
};

/** The heap of the thread that asks. */
const ownHeap = (): BufferHeap => {
  setFlagsFromString('--expose-gc'); // of contexts made from now on: what users load sees none
  const collect: () => void = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return { bufferBytes: () => getHeapStatistics().external_memory, collect };
};
