/** The same bytes, as Node decodes them. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** One byte per character, as in ISO 646 and ISO 8859-1. */
export const latin = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
  asBuffer(bytes).toString('latin1', from, to);
