import { BrokenStream, type DecodedStream } from './codec.ts';

/** A decoder of a package @cornerstonejs/codec-*: an object in the memory of a WebAssembly module. */
export interface WasmDecoder {
  readonly getEncodedBuffer: (byteCount: number) => Uint8Array;
  readonly decode: () => void;
  readonly getFrameInfo: () => {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
  };
  /** A view of the module's memory, invalidated by the next call. */
  readonly getDecodedBuffer: () => Uint8Array;
  readonly delete: () => void;
}

/** Module factory of such a package. */
export type StartModule<M> = (options: {
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}) => Promise<M>;

const decodedBy = (decoder: WasmDecoder, frame: Uint8Array): DecodedStream => {
  decoder.getEncodedBuffer(frame.length).set(frame);
  decoder.decode();
  const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
  const bytes = decoder.getDecodedBuffer().slice();
  if (bytes.length === 0) throw new BrokenStream('the decoder finds no picture in it');
  return {
    rows: height,
    columns: width,
    components: componentCount,
    precision: bitsPerSample,
    values: bitsPerSample <= 8 ? bytes : new Uint16Array(bytes.buffer, 0, bytes.length >> 1),
  };
};

/**
 * Decodes with the modules of such a package. Memory is freed after each frame; a module whose decoder threw is in an unknown state, so it is
 * discarded and the next frame gets a new one. Module output is dropped, since it would mix with the product's own.
 */
export const wasmDecoding = <M>(start: StartModule<M>, decoderOf: (module: M) => WasmDecoder) => {
  const drop = (): void => undefined;
  let module: Promise<M> | undefined;
  return async (frame: Uint8Array): Promise<DecodedStream> => {
    module ??= start({ print: drop, printErr: drop });
    try {
      const decoder = decoderOf(await module);
      const decoded = decodedBy(decoder, frame);
      decoder.delete();
      return decoded;
    } catch (error) {
      module = undefined;
      throw error instanceof BrokenStream ? error : new BrokenStream('the decoder rejects it');
    }
  };
};
