/** Initial memory of decoders (50 MiB) plus headroom; enough for pictures up to 2048 x 2048. */
const FLOOR_BYTES = 64 * 1024 * 1024;
const PAGE_BYTES = 65536;

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The part of the global that is used here: Node's types lack it, and the browser's would bring in all of theirs. */
declare const WebAssembly: { readonly Memory: { readonly prototype: Memory } };

const unlimited = WebAssembly.Memory.prototype.grow;
let limitBytes = Number.POSITIVE_INFINITY;

/** Stops every WebAssembly memory of this thread from growing beyond the limit; to the module, the machine is out of memory. */
function growWithinLimit(this: Memory, pages: number): number {
  if (this.buffer.byteLength + pages * PAGE_BYTES > limitBytes) throw new RangeError('out of memory for this frame');
  return unlimited.call(this, pages);
}

/**
 * Limits the WebAssembly memory of this thread from now on. A codestream can make its decoder request any amount, and a thread's resource limits do
 * not count it.
 * @param frameBytes bytes for the frame beyond the initial memory of decoders
 */
export const limitWasmMemory = (frameBytes: number): void => {
  WebAssembly.Memory.prototype.grow = growWithinLimit;
  limitBytes = FLOOR_BYTES + frameBytes;
};
