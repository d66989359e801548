import type { Where } from '../domain/spine-error.ts';
import { brokenRle, truncatedPixels } from './errors.ts';

const ITEM = 0xfffee000;
const SEQUENCE_END = 0xfffee0dd;
const ITEM_HEADER_BYTES = 8;

const concatenated = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/**
 * The one frame of encapsulated pixel data (DICOM PS3.5 A.4): an offset table, then the frame in one or more fragments, then
 * a delimiter, which may be cut off.
 * @param dataOffset where the value of the pixel data element begins
 * @returns a view for a single fragment, else a copy
 */
export const encapsulatedFrame = (bytes: Uint8Array, dataOffset: number, where: Where = {}): Uint8Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: Uint8Array[] = [];
  let at = dataOffset;
  while (at + ITEM_HEADER_BYTES <= bytes.length) {
    const tag = view.getUint16(at, true) * 0x10000 + view.getUint16(at + 2, true);
    const length = view.getUint32(at + 4, true);
    at += ITEM_HEADER_BYTES;
    if (tag === SEQUENCE_END) break;
    if (tag !== ITEM) throw brokenRle('a fragment does not begin where the one before it ends', where);
    if (at + length > bytes.length) throw truncatedPixels(bytes.length - at, length, where);
    items.push(bytes.subarray(at, at + length));
    at += length;
  }
  const [, ...fragments] = items; // the first is the offset table
  return fragments.length === 1 ? fragments[0]! : concatenated(fragments);
};
