import { checkStream } from './check-stream.ts';
import type { Codec, DecodeStream } from './codec.ts';
import { wasmDecoding } from './emscripten.ts';
import { jpeg2000StreamOf } from './jpeg-2000-segments.ts';

const load = async (): Promise<DecodeStream> => {
  const { default: start } = await import('@cornerstonejs/codec-openjpeg/decodewasmjs');
  const decode = wasmDecoding(start, (module) => new module.J2KDecoder());
  return (frame, format) => {
    checkStream(jpeg2000StreamOf(frame), format);
    return decode(frame);
  };
};

/** JPEG 2000 (ISO 15444-1), by OpenJPEG. */
export const jpeg2000: Codec = {
  kind: 'codestream',
  load,
  syntaxes: [
    { uid: '1.2.840.10008.1.2.4.90', name: 'JPEG 2000 Lossless', lossy: false },
    { uid: '1.2.840.10008.1.2.4.91', name: 'JPEG 2000', lossy: true },
  ],
};
