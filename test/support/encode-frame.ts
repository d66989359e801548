import { createRequire } from 'node:module';
import { encodeExtendedJpeg } from './extended-jpeg.ts';

/** Encoders of the field in one package, which says of itself that it is not for production; good enough to test decoders with. */
type Codecs = typeof import('dcmjs-codecs');
const { Context, NativeCodecs }: Codecs = createRequire(import.meta.url)('dcmjs-codecs');

/** A grey picture to encode. */
export interface GreyPicture {
  readonly rows: number;
  readonly columns: number;
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly pixels: Uint8Array | Int8Array | Uint16Array | Int16Array;
}

export type Encoding =
  | 'jpeg'
  | 'jpeg-extended'
  | 'jpeg-lossless'
  | 'jpeg-lossless-first-order'
  | 'jpeg-ls'
  | 'jpeg-ls-near'
  | 'jpeg-2000'
  | 'jpeg-2000-lossy'
  | 'htj2k'
  | 'htj2k-rpcl'
  | 'htj2k-lossy';

export const ENCODING_UIDS: Readonly<Record<Encoding, string>> = {
  jpeg: '1.2.840.10008.1.2.4.50',
  'jpeg-extended': '1.2.840.10008.1.2.4.51',
  'jpeg-lossless': '1.2.840.10008.1.2.4.57',
  'jpeg-lossless-first-order': '1.2.840.10008.1.2.4.70',
  'jpeg-ls': '1.2.840.10008.1.2.4.80',
  'jpeg-ls-near': '1.2.840.10008.1.2.4.81',
  'jpeg-2000': '1.2.840.10008.1.2.4.90',
  'jpeg-2000-lossy': '1.2.840.10008.1.2.4.91',
  htj2k: '1.2.840.10008.1.2.4.201',
  'htj2k-rpcl': '1.2.840.10008.1.2.4.202',
  'htj2k-lossy': '1.2.840.10008.1.2.4.203',
};

const RPCL = 2;

type Encode = (context: InstanceType<Codecs['Context']>) => InstanceType<Codecs['Context']>;

const ENCODERS: Readonly<Record<Exclude<Encoding, 'jpeg-extended'>, Encode>> = {
  jpeg: (context) => NativeCodecs.encodeJpeg(context, { lossy: true, quality: 95 }),
  'jpeg-lossless': (context) => NativeCodecs.encodeJpeg(context, { lossy: false, predictor: 6, pointTransform: 0 }),
  'jpeg-lossless-first-order': (context) =>
    NativeCodecs.encodeJpeg(context, { lossy: false, predictor: 1, pointTransform: 0 }),
  'jpeg-ls': (context) => NativeCodecs.encodeJpegLs(context, { lossy: false }),
  'jpeg-ls-near': (context) => NativeCodecs.encodeJpegLs(context, { lossy: true, allowedLossyError: 2 }),
  'jpeg-2000': (context) => NativeCodecs.encodeJpeg2000(context, { lossy: false }),
  'jpeg-2000-lossy': (context) => NativeCodecs.encodeJpeg2000(context, { lossy: true, rate: 4 }),
  htj2k: (context) => NativeCodecs.encodeHtJpeg2000(context, { lossy: false }),
  'htj2k-rpcl': (context) => NativeCodecs.encodeHtJpeg2000(context, { lossy: false, progressionOrder: RPCL }),
  'htj2k-lossy': (context) => NativeCodecs.encodeHtJpeg2000(context, { lossy: true }),
};

/** As encoders take them: bytes where those suffice, and for JPEG, which knows no sign, no bits above those of the value. */
const samplesFor = (encoding: Encoding, { bitsStored, pixels }: GreyPicture): GreyPicture['pixels'] => {
  if (bitsStored === 8) return Uint8Array.from(pixels, (value) => value & 0xff);
  return encoding.startsWith('jpeg-lossless')
    ? Uint16Array.from(pixels, (value) => value & (2 ** bitsStored - 1))
    : pixels;
};

let ready: Promise<void> | undefined;

/** The codestream of a picture. */
export const encodeFrame = async (encoding: Encoding, picture: GreyPicture): Promise<Uint8Array> =>
  encoding === 'jpeg-extended' ? encodeExtendedJpeg(picture) : encoded(picture, encoding, ENCODERS[encoding]);

const encoded = async (picture: GreyPicture, encoding: Encoding, encode: Encode): Promise<Uint8Array> => {
  ready ??= NativeCodecs.initializeAsync({ logCodecsInfo: false, logCodecsTrace: false });
  await ready;
  const { rows, columns, bitsStored, signed } = picture;
  const pixels = samplesFor(encoding, picture);
  const context = new Context({
    width: columns,
    height: rows,
    bitsAllocated: 8 * pixels.BYTES_PER_ELEMENT,
    bitsStored,
    samplesPerPixel: 1,
    pixelRepresentation: signed ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    decodedBuffer: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength),
  });
  const stream = encode(context).getEncodedBuffer();
  if (stream === undefined) throw new Error(`${encoding} gives nothing`);
  return stream.slice();
};

/** The codestream of a picture, losslessly by one of JPEG's predictors, 1 to 7. */
export const encodeWithPredictor = async (predictor: number, picture: GreyPicture): Promise<Uint8Array> =>
  encoded(picture, 'jpeg-lossless', (context) =>
    NativeCodecs.encodeJpeg(context, { lossy: false, predictor, pointTransform: 0 }),
  );

/** A smooth picture with some noise, as slices are. */
export const greyPicture = (format: Partial<Omit<GreyPicture, 'pixels'>> = {}): GreyPicture => {
  const {
    rows = 37,
    columns = 42,
    bitsAllocated = 16,
    bitsStored = bitsAllocated === 8 ? 8 : 12,
    signed = false,
  } = format;
  const range = 2 ** bitsStored;
  const values = Array.from({ length: rows * columns }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    const smooth = (2 + Math.sin(x / 9) + Math.cos(y / 7)) / 4;
    const noise = ((x * 7919 + y * 104_729 + x * y * 31) % 97) / 97;
    return Math.floor((0.93 * smooth + 0.06 * noise) * range) - (signed ? range / 2 : 0);
  });
  const narrow = signed ? Int8Array : Uint8Array;
  const wide = signed ? Int16Array : Uint16Array;
  return {
    rows,
    columns,
    bitsAllocated,
    bitsStored,
    signed,
    pixels: (bitsAllocated === 8 ? narrow : wide).from(values),
  };
};
