export const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const DEFLATED_LITTLE_ENDIAN = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
export const RLE_LOSSLESS = '1.2.840.10008.1.2.5';

/** Names of DICOM PS3.6, table A-1, for messages. */
const NAMES: Readonly<Record<string, string>> = {
  [IMPLICIT_LITTLE_ENDIAN]: 'Implicit VR Little Endian',
  [EXPLICIT_LITTLE_ENDIAN]: 'Explicit VR Little Endian',
  [DEFLATED_LITTLE_ENDIAN]: 'Deflated Explicit VR Little Endian',
  [EXPLICIT_BIG_ENDIAN]: 'Explicit VR Big Endian',
  [RLE_LOSSLESS]: 'RLE Lossless',
  '1.2.840.10008.1.2.1.98': 'Encapsulated Uncompressed Explicit VR Little Endian',
  '1.2.840.10008.1.2.4.50': 'JPEG Baseline (Process 1)',
  '1.2.840.10008.1.2.4.51': 'JPEG Extended (Process 2 and 4)',
  '1.2.840.10008.1.2.4.57': 'JPEG Lossless (Process 14)',
  '1.2.840.10008.1.2.4.70': 'JPEG Lossless (Process 14, Selection Value 1)',
  '1.2.840.10008.1.2.4.80': 'JPEG-LS Lossless',
  '1.2.840.10008.1.2.4.81': 'JPEG-LS Near-Lossless',
  '1.2.840.10008.1.2.4.90': 'JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.91': 'JPEG 2000',
  '1.2.840.10008.1.2.4.100': 'MPEG2 Main Profile / Main Level',
  '1.2.840.10008.1.2.4.102': 'MPEG-4 AVC/H.264 High Profile',
  '1.2.840.10008.1.2.4.201': 'High-Throughput JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.202': 'High-Throughput JPEG 2000 with RPCL Options Lossless',
  '1.2.840.10008.1.2.4.203': 'High-Throughput JPEG 2000',
};

/** How the pixels of the syntaxes that can be decoded are laid out. */
export type PixelLayout = 'little-endian' | 'big-endian' | 'rle';

const LAYOUTS: ReadonlyMap<string, PixelLayout> = new Map<string, PixelLayout>([
  [IMPLICIT_LITTLE_ENDIAN, 'little-endian'],
  [EXPLICIT_LITTLE_ENDIAN, 'little-endian'],
  [EXPLICIT_BIG_ENDIAN, 'big-endian'],
  [RLE_LOSSLESS, 'rle'],
]);

/** The layout of a transfer syntax, `undefined` when this product cannot decode it. */
export const layoutOf = (uid: string): PixelLayout | undefined => LAYOUTS.get(uid);

/** `JPEG 2000 (1.2.840.10008.1.2.4.91)`. What is no UID is not repeated: in a damaged file it may be anything. */
export const syntaxLabel = (uid: string): string => {
  if (!/^[\d.]{1,64}$/.test(uid)) return 'a value that is no UID';
  return `${NAMES[uid] ?? 'an unknown syntax'} (${uid})`;
};
