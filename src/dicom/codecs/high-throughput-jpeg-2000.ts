import { checkStream } from './check-stream.ts';
import type { Codec, DecodeStream } from './codec.ts';
import { wasmDecoding } from './emscripten.ts';
import { jpeg2000StreamOf } from './jpeg-2000-segments.ts';

const load = async (): Promise<DecodeStream> => {
  const { default: start } = await import('@cornerstonejs/codec-openjph/wasmjs');
  const decode = wasmDecoding(start, (module) => new module.HTJ2KDecoder());
  return (frame, format) => {
    checkStream(jpeg2000StreamOf(frame), format);
    return decode(frame);
  };
};

/** High-throughput JPEG 2000 (ISO 15444-15), by OpenJPH. */
export const highThroughputJpeg2000: Codec = {
  kind: 'codestream',
  load,
  syntaxes: [
    { uid: '1.2.840.10008.1.2.4.201', name: 'High-Throughput JPEG 2000 Lossless', lossy: false },
    { uid: '1.2.840.10008.1.2.4.202', name: 'High-Throughput JPEG 2000 with RPCL Options Lossless', lossy: false },
    { uid: '1.2.840.10008.1.2.4.203', name: 'High-Throughput JPEG 2000', lossy: true },
  ],
};
