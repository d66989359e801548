/** The used parts of decoders whose packages come without types. */
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const start: import('./emscripten.ts').StartModule<{
    JpegLSDecoder: new () => import('./emscripten.ts').WasmDecoder;
  }>;
  export = start;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const start: import('./emscripten.ts').StartModule<{ J2KDecoder: new () => import('./emscripten.ts').WasmDecoder }>;
  export = start;
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const start: import('./emscripten.ts').StartModule<{ JPEGDecoder: new () => import('./emscripten.ts').WasmDecoder }>;
  export = start;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const start: import('./emscripten.ts').StartModule<{ HTJ2KDecoder: new () => import('./emscripten.ts').WasmDecoder }>;
  export = start;
}
declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    decode(buffer: ArrayBuffer, offset: number, length: number, bytesPerValue: number): Uint8Array | Uint16Array | null;
    /** Values predicted by rule 7, and the values on the left and above. */
    select7(component?: number): number;
    getPreviousX(component?: number): number;
    getPreviousY(component?: number): number;
    /** Next row to be decoded. */
    readonly yLoc: number;
    readonly stream: { readonly index: number } | null;
  }
}
