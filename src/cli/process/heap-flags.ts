import { setFlagsFromString } from 'node:v8';

/**
 * Configures V8's heap for work whose memory is mostly buffers outside the heap (decisions/0011): the young generation stays at its initial
 * 1 MB instead of growing to 16, and the old generation may triple before a collection, since forced collections would otherwise leave it no
 * room. Applies to all threads; call it before loading anything large.
 */
export const setHeapForBuffers = (): void => {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=300');
};
