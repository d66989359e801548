import fc from 'fast-check';

/** Bytes cut at these places, as they might arrive; places beyond the end come round again. */
export const cutAt = (bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] => {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return places.slice(1).map((to, index) => bytes.subarray(places[index], to));
};

/** Where a stream is cut. */
export const anyCuts: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.array(fc.nat(4000), { maxLength: 40 }),
  fc.constant(Array.from({ length: 4000 }, (_, index) => index)), // byte by byte
);

/** A stream of these chunks. */
export async function* streamOf(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** All bytes of a stream. */
export const allOf = async (stream: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};
