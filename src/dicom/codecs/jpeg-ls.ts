import { checkStream } from './check-stream.ts';
import { BrokenStream, type Codec, type DecodeStream } from './codec.ts';
import { wasmDecoding } from './emscripten.ts';
import { jpegStreamOf, withoutPadding } from './jpeg-segments.ts';

const SOF55 = 0xf7;

const load = async (): Promise<DecodeStream> => {
  const { default: start } = await import('@cornerstonejs/codec-charls/decodewasmjs');
  const decode = wasmDecoding(start, (module) => new module.JpegLSDecoder());
  return (frame, format) => {
    const stream = jpegStreamOf(frame);
    if (stream.process !== SOF55) throw new BrokenStream('it is no JPEG-LS codestream');
    checkStream(stream, format);
    return decode(withoutPadding(frame, stream));
  };
};

/** JPEG-LS (ISO 14495-1), by CharLS. */
export const jpegLs: Codec = {
  kind: 'codestream',
  load,
  syntaxes: [
    { uid: '1.2.840.10008.1.2.4.80', name: 'JPEG-LS Lossless', lossy: false },
    { uid: '1.2.840.10008.1.2.4.81', name: 'JPEG-LS Near-Lossless', lossy: true },
  ],
};
