import { randomUUID } from 'node:crypto';

/** A part to send. */
export interface OutgoingPart {
  readonly contentType: string;
  /** Number of bytes that `bytes` yields. */
  readonly byteCount: number;
  /** Called again if the message is resent. */
  readonly bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A random UUID, which will not occur in pixels. */
const newBoundary = (): string => `spinestream-${randomUUID()}`;

/**
 * Streams parts of one media type as a `multipart/related` message (PS3.18 8.6.1.2), one piece of a part in memory at a time. The message can be sent
 * more than once.
 */
export const relatedMessage = (
  parts: readonly OutgoingPart[],
  { type, boundary = newBoundary() }: { readonly type: string; readonly boundary?: string },
) => {
  const heads = parts.map(({ contentType }, index) =>
    Buffer.from(`${index === 0 ? '' : '\r\n'}--${boundary}\r\nContent-Type: ${contentType}\r\n\r\n`, 'latin1'),
  );
  const end = Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1');
  const headBytes = heads.reduce((sum, { length }) => sum + length, end.length);
  return {
    contentType: `multipart/related; type="${type}"; boundary="${boundary}"`,
    byteCount: parts.reduce((sum, { byteCount }) => sum + byteCount, headBytes),
    bytes: async function* () {
      for (const [index, part] of parts.entries()) {
        yield heads[index]!;
        yield* part.bytes();
      }
      yield end;
    },
  };
};
