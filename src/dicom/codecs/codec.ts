import type { PixelFormat } from '../pixel-format.ts';

/** A transfer syntax of DICOM PS3.6, table A-1. */
export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  /** Whether values may differ from those that were encoded. */
  readonly lossy: boolean;
}

/** What a decoder makes of a frame, and what the stream said of it. */
export interface DecodedStream {
  readonly rows: number;
  readonly columns: number;
  /** Colours and the like. */
  readonly components: number;
  /** Bits of a value. What lies above them in `values` has no meaning. */
  readonly precision: number;
  readonly values: Uint8Array | Uint16Array;
}

/**
 * Decodes the codestream of one frame.
 * @throws BrokenStream; anything else that is thrown counts as a rejection without a reason
 */
export type DecodeStream = (frame: Uint8Array, format: PixelFormat) => DecodedStream | Promise<DecodedStream>;

/** A family of transfer syntaxes that one decoder reads. The decoder is loaded when it is needed first. */
export type Codec =
  | {
      /** Pixels are stored as they are. */
      readonly kind: 'native';
      readonly byteOrder: 'little' | 'big';
      readonly syntaxes: readonly TransferSyntax[];
    }
  | {
      /** Frames that are cheap and safe to unpack where they are read: bytes of the pixels, least significant first. */
      readonly kind: 'packed';
      readonly unpack: (frame: Uint8Array, format: PixelFormat) => Uint8Array<ArrayBuffer>;
      readonly syntaxes: readonly TransferSyntax[];
    }
  | {
      /** Frames that are decoded in a thread of their own, with limits. */
      readonly kind: 'codestream';
      readonly load: () => Promise<DecodeStream>;
      readonly syntaxes: readonly TransferSyntax[];
    };

/** A codestream that is damaged, or is no such one as its header says; the message is the end of "the pixel data is damaged: ". */
export class BrokenStream extends Error {
  override readonly name = 'BrokenStream';
}
