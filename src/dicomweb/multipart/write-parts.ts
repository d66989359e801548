import { randomUUID } from 'node:crypto';

/** A part to send. */
export interface OutgoingPart {
  readonly contentType: string;
  /** How many bytes `bytes` gives. */
  readonly byteCount: number;
  /** Called again where the message has to be sent again. */
  readonly bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A multipart message, ready to be sent, more than once if need be. */
export interface OutgoingMessage {
  readonly contentType: string;
  readonly byteCount: number;
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

/** A random UUID, which occurs in no pixels. */
const newBoundary = (): string => `spinestream-${randomUUID()}`;

/** Parts of one media type as a `multipart/related` message (PS3.18 8.6.1.2), of which no more is held than one piece of a part. */
export const relatedMessage = (
  parts: readonly OutgoingPart[],
  { type, boundary = newBoundary() }: { readonly type: string; readonly boundary?: string },
): OutgoingMessage => {
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
