import type { Codec, TransferSyntax } from './codecs/codec.ts';
import { CODECS } from './codecs/list.ts';

export { DEFLATED_LITTLE_ENDIAN } from './codecs/native.ts';

const SUPPORTED: ReadonlyMap<string, { readonly codec: Codec; readonly syntax: TransferSyntax }> = new Map(
  CODECS.flatMap((codec) => codec.syntaxes.map((syntax) => [syntax.uid, { codec, syntax }] as const)),
);

/** Names, for messages, of some transfer syntaxes that cannot be decoded. */
const OTHERS: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.4.92': 'JPEG 2000 Part 2 Multi-component Lossless',
  '1.2.840.10008.1.2.4.93': 'JPEG 2000 Part 2 Multi-component',
  '1.2.840.10008.1.2.4.100': 'MPEG2 Main Profile / Main Level',
  '1.2.840.10008.1.2.4.102': 'MPEG-4 AVC/H.264 High Profile',
  '1.2.840.10008.1.2.4.110': 'JPEG XL Lossless',
  '1.2.840.10008.1.2.4.112': 'JPEG XL',
};

/** All supported transfer syntaxes. */
export const transferSyntaxes = (): readonly TransferSyntax[] => CODECS.flatMap(({ syntaxes }) => syntaxes);

/** The codec of a transfer syntax; undefined if unsupported. */
export const codecOf = (uid: string): Codec | undefined => SUPPORTED.get(uid)?.codec;

/** Whether slices of the transfer syntax can be decoded. */
export const isSupported = (uid: string): boolean => SUPPORTED.has(uid);

/** Whether a transfer syntax is lossy. Unknown ones count as lossless. */
export const isLossy = (uid: string): boolean => SUPPORTED.get(uid)?.syntax.lossy ?? false;

/** `JPEG 2000 (1.2.840.10008.1.2.4.91)`. Anything but a UID is left out: in a damaged file it may be any text. */
export const syntaxLabel = (uid: string): string => {
  if (!/^[\d.]{1,64}$/.test(uid)) return '(not a UID)';
  return `${SUPPORTED.get(uid)?.syntax.name ?? OTHERS[uid] ?? 'an unknown syntax'} (${uid})`;
};
