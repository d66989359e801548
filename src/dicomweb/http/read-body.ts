import type { Where } from '../../domain/spine-error.ts';
import { answerTooLarge } from '../errors.ts';

/**
 * Reads all bytes of a body.
 * @throws DICOMWEB_TOO_LARGE as soon as the received or announced length exceeds the limit; the rest is not read
 */
export const bytesOf = async (
  body: AsyncIterable<Uint8Array>,
  {
    maxBytes,
    announced,
    where,
  }: { readonly maxBytes: number; readonly announced?: number | undefined; readonly where: Where },
): Promise<Uint8Array> => {
  if (announced !== undefined && announced > maxBytes) throw answerTooLarge(maxBytes, where);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw answerTooLarge(maxBytes, where);
    chunks.push(chunk);
  }
  const whole = Buffer.allocUnsafeSlow(length); // not pooled: the buffer is kept, and its size counts as that of the whole buffer
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
};
