import dcmjsCodecs from 'dcmjs-codecs';
import type { Samples } from '../study/data-set.ts';
import { jpegExtended } from './jpeg-extended.ts';

/**
 * Encoders of compressed pixel data, from dcmjs-codecs: CharLS, OpenJPEG, OpenJPH and libijg as WebAssembly. The product decodes JPEG lossless
 * and RLE with other programs, the rest with other builds of the same libraries; there is no second implementation of those on npm. So what is
 * written here, fragments, offset tables and multi-frame objects included, was read once by pydicom 3.0.2 (pylibjpeg 2.1 with libjpeg 2.5
 * and openjpeg 2.6, gdcm 3.2.6, pyjpegls 1.5.1): all lossless re-encodings gave the values of the phantom at its places in the patient.
 */
const { Context, NativeCodecs } = dcmjsCodecs;

/** To be called once before anything is encoded. */
export const startEncoders = (): Promise<void> =>
  NativeCodecs.initializeAsync({ logCodecsInfo: false, logCodecsTrace: false });

export interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly bitsStored: number;
  /** Unsigned. */
  readonly pixels: Samples;
}

type Coded = InstanceType<typeof Context>;

const attributesOf = ({ rows, columns, bitsStored, pixels }: Picture) => ({
  width: columns,
  height: rows,
  bitsAllocated: 8 * pixels.BYTES_PER_ELEMENT,
  bitsStored,
  samplesPerPixel: 1,
  pixelRepresentation: 0,
  planarConfiguration: 0,
  photometricInterpretation: 'MONOCHROME2',
});

const encode = (picture: Picture, by: (context: Coded) => Coded): Uint8Array => {
  const { buffer, byteOffset, byteLength } = picture.pixels;
  const decodedBuffer = new Uint8Array(buffer, byteOffset, byteLength);
  const encoded = by(new Context({ ...attributesOf(picture), decodedBuffer })).getEncodedBuffer();
  if (encoded === undefined) throw new Error('the encoder gave nothing');
  return encoded.slice();
};

/** Progression from low to high resolution, which .202 asks for. */
const RPCL = 2;

/** A picture as a codestream, by the name of its encoding. */
export const ENCODERS = {
  rle: (picture) => encode(picture, (one) => NativeCodecs.encodeRle(one)),
  'jpeg-lossless-sv1': (picture) =>
    encode(picture, (one) => NativeCodecs.encodeJpeg(one, { lossy: false, predictor: 1 })),
  'jpeg-lossless': (picture) => encode(picture, (one) => NativeCodecs.encodeJpeg(one, { lossy: false, predictor: 6 })),
  'jpeg-baseline': (picture) => encode(picture, (one) => NativeCodecs.encodeJpeg(one, { lossy: true, quality: 95 })),
  'jpeg-extended': jpegExtended,
  'jpeg-ls': (picture) => encode(picture, (one) => NativeCodecs.encodeJpegLs(one)),
  'jpeg-ls-near': (picture) =>
    encode(picture, (one) => NativeCodecs.encodeJpegLs(one, { lossy: true, allowedLossyError: 2 })),
  'jpeg-2000-lossless': (picture) => encode(picture, (one) => NativeCodecs.encodeJpeg2000(one, { lossy: false })),
  'jpeg-2000': (picture) => encode(picture, (one) => NativeCodecs.encodeJpeg2000(one, { lossy: true, rate: 3 })),
  'htj2k-lossless': (picture) => encode(picture, (one) => NativeCodecs.encodeHtJpeg2000(one, { lossy: false })),
  'htj2k-lossless-rpcl': (picture) =>
    encode(picture, (one) => NativeCodecs.encodeHtJpeg2000(one, { lossy: false, progressionOrder: RPCL })),
  htj2k: (picture) => encode(picture, (one) => NativeCodecs.encodeHtJpeg2000(one, { lossy: true })),
} as const satisfies Readonly<Record<string, (picture: Picture) => Uint8Array>>;

export type EncoderName = keyof typeof ENCODERS;
