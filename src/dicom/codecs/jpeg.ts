import { checkStream } from './check-stream.ts';
import { BrokenStream, type Codec, type DecodeStream } from './codec.ts';
import { wasmDecoding } from './emscripten.ts';
import { jpegStreamOf, withoutPadding } from './jpeg-segments.ts';

const SOF0_BASELINE = 0xc0;
const SOF1_EXTENDED = 0xc1;

const load = async (): Promise<DecodeStream> => {
  const [{ default: start }, { decodeSequentialJpeg }] = await Promise.all([
    import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs'),
    import('./sequential-jpeg.ts'),
  ]);
  const decode8Bits = wasmDecoding(start, (module) => new module.JPEGDecoder());
  return (frame, format) => {
    const stream = jpegStreamOf(frame);
    if (stream.process !== SOF0_BASELINE && stream.process !== SOF1_EXTENDED)
      throw new BrokenStream('it is no baseline or extended sequential JPEG codestream');
    checkStream(stream, format);
    return stream.precision === 8 ? decode8Bits(withoutPadding(frame, stream)) : decodeSequentialJpeg(frame, stream);
  };
};

/** Lossy JPEG (ISO 10918-1): 8 bits by libjpeg-turbo; 12 bits, which that build lacks, by the decoder in this folder. */
export const jpeg: Codec = {
  kind: 'codestream',
  load,
  syntaxes: [
    { uid: '1.2.840.10008.1.2.4.50', name: 'JPEG Baseline (Process 1)', lossy: true },
    { uid: '1.2.840.10008.1.2.4.51', name: 'JPEG Extended (Process 2 and 4)', lossy: true },
  ],
};
