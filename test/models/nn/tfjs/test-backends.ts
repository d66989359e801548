import { isTfjsBackend, type TfjsBackend } from '../../../../src/models/runtime/tfjs/backends.ts';

/** Backends that tests run on: those that every machine has, or those that SPINESTREAM_TFJS_BACKENDS lists (webgpu,tfjs-node). */
export const testBackends = (usual: readonly TfjsBackend[]): readonly TfjsBackend[] => {
  const asked = process.env.SPINESTREAM_TFJS_BACKENDS;
  return asked === undefined ? usual : asked.split(',').filter(isTfjsBackend);
};
