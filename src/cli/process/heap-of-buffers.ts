import { setFlagsFromString } from 'node:v8';

/**
 * Sets V8's heap up for work whose memory is buffers, which lie outside of it (decisions/0011): few small objects, so the young generation stays
 * at its first 1 MB (two halves of it) instead of 16, and the old one may grow by three times its size before it is collected, since every
 * collection that is asked for would otherwise leave it next to no room. Counts for all threads; to be called before anything large is loaded.
 */
export const setHeapForBuffers = (): void => {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=300');
};
