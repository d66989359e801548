import type { Codec } from './codec.ts';

export const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const DEFLATED_LITTLE_ENDIAN = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';

/** Uncompressed pixels. A deflated data set is inflated while its header is read. */
export const littleEndian: Codec = {
  kind: 'native',
  byteOrder: 'little',
  syntaxes: [
    { uid: IMPLICIT_LITTLE_ENDIAN, name: 'Implicit VR Little Endian', lossy: false },
    { uid: EXPLICIT_LITTLE_ENDIAN, name: 'Explicit VR Little Endian', lossy: false },
    { uid: DEFLATED_LITTLE_ENDIAN, name: 'Deflated Explicit VR Little Endian', lossy: false },
  ],
};

/** Retired from DICOM, but still found in archives. */
export const bigEndian: Codec = {
  kind: 'native',
  byteOrder: 'big',
  syntaxes: [{ uid: EXPLICIT_BIG_ENDIAN, name: 'Explicit VR Big Endian', lossy: false }],
};
