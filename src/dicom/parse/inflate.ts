import { constants, inflateRawSync } from 'node:zlib';
import type { Where } from '../../domain/spine-error.ts';
import { brokenDeflate } from '../errors.ts';

/**
 * Inflates a deflated data set (PS3.5 A.5), which may be truncated.
 * @param maxBytes limit of the result: a few bytes can inflate to gigabytes
 * @throws DICOM_DEFLATE_BROKEN
 */
export const inflated = (deflated: Uint8Array, maxBytes: number, where: Where): Uint8Array => {
  try {
    const { buffer, byteOffset, length } = inflateRawSync(deflated, {
      maxOutputLength: maxBytes,
      finishFlush: constants.Z_SYNC_FLUSH,
    });
    return new Uint8Array(buffer, byteOffset, length);
  } catch (cause) {
    throw brokenDeflate(maxBytes, { where, cause });
  }
};
