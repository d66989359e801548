import { KERNELS_WASM } from './kernels-wasm.ts';

/** Exports of assembly/index.ts; addresses are in bytes of `memory`. */
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
/** WebAssembly memory never shrinks: larger requests get a memory of their own, dropped after use. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** The part of the global that is used here: Node's types lack it, and the browser's would bring in all of theirs. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Kernels };
};

const module = new WebAssembly.Module(Buffer.from(KERNELS_WASM, 'base64'));
const instantiate = (): Kernels => new WebAssembly.Instance(module).exports;
const kept = instantiate();

/**
 * Returns the kernels with at least that much memory, which still holds the data of the last call. One call at a time: no data may stay in the memory
 * across an await.
 */
export const kernelsWith = (bytes: number): Kernels => {
  const kernels = bytes <= KEPT_BYTES ? kept : instantiate();
  const missing = bytes - kernels.memory.buffer.byteLength;
  if (missing > 0) kernels.memory.grow(Math.ceil(missing / PAGE_BYTES));
  return kernels;
};

/** Rounds `bytes` up to whole vectors of 16 bytes. */
export const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;
