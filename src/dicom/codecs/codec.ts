import type { PixelFormat } from '../pixel-format.ts';

/** A transfer syntax of DICOM PS3.6, table A-1. */
export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  /** Whether decoded values may differ from the encoded ones. */
  readonly lossy: boolean;
}

/** A decoded frame, with the properties that its stream declares. */
export interface DecodedStream {
  readonly rows: number;
  readonly columns: number;
  /** Samples per pixel. */
  readonly components: number;
  /** Bits per value; higher bits in `values` are undefined. */
  readonly precision: number;
  readonly values: Uint8Array | Uint16Array;
}

/**
 * Decodes the codestream of one frame.
 * @throws BrokenStream; any other error counts as a rejection without a reason
 */
export type DecodeStream = (frame: Uint8Array, format: PixelFormat) => DecodedStream | Promise<DecodedStream>;

/** A family of transfer syntaxes that share one decoder, loaded on first use. */
export type Codec =
  | {
      /** Pixels are stored uncompressed. */
      readonly kind: 'native';
      readonly byteOrder: 'little' | 'big';
      readonly syntaxes: readonly TransferSyntax[];
    }
  | {
      /** Frames that are cheap and safe to unpack in the reading thread: pixel bytes, least significant first. */
      readonly kind: 'packed';
      readonly unpack: (frame: Uint8Array, format: PixelFormat) => Uint8Array<ArrayBuffer>;
      readonly syntaxes: readonly TransferSyntax[];
    }
  | {
      /** Frames that are decoded in a separate thread, with limits. */
      readonly kind: 'codestream';
      readonly load: () => Promise<DecodeStream>;
      readonly syntaxes: readonly TransferSyntax[];
    };

/** A codestream that is damaged or contradicts its header; the message completes "the pixel data is damaged: ". */
export class BrokenStream extends Error {
  override readonly name = 'BrokenStream';
}
