import { KERNELS_WASM } from './kernels-wasm.ts';

/** What assembly/index.ts exports; places are byte addresses in `memory`. */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  resample(
    kind: number,
    image: number,
    strideColumns: number,
    rows: number,
    columns: number,
    acrossFirst: number,
    acrossWeights: number,
    outColumns: number,
    downFirst: number,
    downWeights: number,
    outRows: number,
    scratch: number,
    out: number,
  ): void;
  standardise(at: number, count: number): void;
  firstMaximum(at: number, count: number): number;
  spread(at: number, rows: number, columns: number, half: number, peakRow: number, peakColumn: number): number;
}

const PAGE_BYTES = 65536;
/** Memory of WebAssembly never shrinks: what needs more than this gets a memory of its own, dropped after use. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** As much of the global as is used here: Node's types leave it out, and the browser's would bring all of theirs. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Kernels };
};

const module = new WebAssembly.Module(Buffer.from(KERNELS_WASM, 'base64'));
const instantiate = (): Kernels => new WebAssembly.Instance(module).exports;
const kept = instantiate();

/**
 * The kernels with at least that much memory. It holds whatever the last call left there.
 * One call at a time: nothing may be kept in the memory across an await.
 */
export const kernelsWith = (bytes: number): Kernels => {
  const kernels = bytes <= KEPT_BYTES ? kept : instantiate();
  const missing = bytes - kernels.memory.buffer.byteLength;
  if (missing > 0) kernels.memory.grow(Math.ceil(missing / PAGE_BYTES));
  return kernels;
};

/** `bytes` rounded up to whole vectors of 16 bytes. */
export const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;
