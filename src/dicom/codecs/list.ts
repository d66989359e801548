// Written by `npm run generate` from the files of this folder.
import type { Codec } from './codec.ts';
import { encapsulatedUncompressed } from './encapsulated-uncompressed.ts';
import { highThroughputJpeg2000 } from './high-throughput-jpeg-2000.ts';
import { jpeg } from './jpeg.ts';
import { jpeg2000 } from './jpeg-2000.ts';
import { jpegLossless } from './jpeg-lossless.ts';
import { jpegLs } from './jpeg-ls.ts';
import { bigEndian, littleEndian } from './native.ts';
import { rleLossless } from './rle.ts';

/** Codecs, one file per family of transfer syntaxes. */
export const CODECS: readonly Codec[] = [
  encapsulatedUncompressed,
  highThroughputJpeg2000,
  jpeg,
  jpeg2000,
  jpegLossless,
  jpegLs,
  bigEndian,
  littleEndian,
  rleLossless,
];
