import { brokenCodestream } from '../errors.ts';
import { byteCountOf } from '../pixel-format.ts';
import type { Codec } from './codec.ts';

const NAME = 'Encapsulated Uncompressed Explicit VR Little Endian';

/** Uncompressed pixels in fragments, for files that are read one frame at a time (DICOM PS3.5 A.4.11). */
export const encapsulatedUncompressed: Codec = {
  kind: 'packed',
  unpack: (frame, format) => {
    const needed = byteCountOf(format);
    if (frame.length < needed) throw brokenCodestream(NAME, `a frame has ${frame.length} bytes, expected ${needed}`);
    return new Uint8Array(frame.subarray(0, needed)); // a byte of padding may follow
  },
  syntaxes: [{ uid: '1.2.840.10008.1.2.1.98', name: NAME, lossy: false }],
};
