/** What decoders begin with (50 MiB), and some room; it holds pictures up to 2048 x 2048. */
const FLOOR_BYTES = 64 * 1024 * 1024;
const PAGE_BYTES = 65536;

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** As much of the global as is used here: Node's types leave it out, and the browser's would bring all of theirs. */
declare const WebAssembly: { readonly Memory: { readonly prototype: Memory } };

const unlimited = WebAssembly.Memory.prototype.grow;
let limitBytes = Number.POSITIVE_INFINITY;

/** Refuses to grow any WebAssembly memory of this thread beyond the limit; to the module it looks as if the machine had no more. */
function growWithinLimit(this: Memory, pages: number): number {
  if (this.buffer.byteLength + pages * PAGE_BYTES > limitBytes) throw new RangeError('out of memory for this frame');
  return unlimited.call(this, pages);
}

/**
 * Limits the WebAssembly memory of this thread from now on. A codestream may ask its decoder for any amount, and resource limits of threads do
 * not count it.
 * @param frameBytes what the frame may take beyond the memory that decoders begin with
 */
export const limitWasmMemory = (frameBytes: number): void => {
  WebAssembly.Memory.prototype.grow = growWithinLimit;
  limitBytes = FLOOR_BYTES + frameBytes;
};
