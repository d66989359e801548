import type { Where } from '../../domain/spine-error.ts';
import { answerTooLarge, brokenMultipart } from '../errors.ts';
import { delimiterOf, findDelimiter } from './delimiter.ts';
import { Input } from './input.ts';

/** A part of a multipart message. */
export interface Part {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Must be read before the next part is requested; unread bytes are skipped. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface PartsOptions {
  readonly boundary: string;
  readonly where?: Where;
  /** Limit for the discarded preamble and epilogue. */
  readonly maxBesideBytes?: number;
  /** Limit for the headers of a part. */
  readonly maxHeaderBytes?: number;
  readonly maxParts?: number;
}

const BESIDE_BYTES = 64 * 1024;
const HEADER_BYTES = 16 * 1024;
const PARTS = 100_000;
const HEADERS_END = Buffer.from('\r\n\r\n');
const CRLF = Buffer.from('\r\n');

const truncated = (where: Where) => brokenMultipart('it ends before its last boundary', where, true);

/** Yields bytes up to the next delimiter, consumes it and returns its type. */
async function* untilDelimiter(
  input: Input,
  delimiter: Buffer,
  where: Where,
): AsyncGenerator<Uint8Array, 'part' | 'end', undefined> {
  for (;;) {
    const found = findDelimiter(input.bytes, delimiter);
    if (found.from > 0) yield input.take(found.from);
    if (found.kind !== 'more') {
      input.take(found.to - found.from);
      return found.kind;
    }
    if (!(await input.more())) throw truncated(where);
  }
}

const headersIn = (text: string, where: Where): ReadonlyMap<string, string> => {
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n').filter((one) => one !== '')) {
    const colon = line.indexOf(':');
    if (colon <= 0) throw brokenMultipart('a line among the headers of a part is none', where);
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
};

const readHeaders = async (input: Input, maxBytes: number, where: Where): Promise<ReadonlyMap<string, string>> => {
  for (;;) {
    const { bytes } = input;
    const isEmpty = bytes.length >= CRLF.length && bytes.indexOf(CRLF) === 0;
    const end = isEmpty ? 0 : bytes.indexOf(HEADERS_END);
    const length = isEmpty ? CRLF.length : end + HEADERS_END.length;
    if ((end < 0 ? bytes.length : length) > maxBytes)
      throw brokenMultipart(`the headers of a part have more than ${maxBytes} bytes`, where);
    if (end >= 0) return headersIn(input.take(length).toString('latin1'), where);
    if (!(await input.more())) throw truncated(where);
  }
};

/** Reads and discards, up to a limit. */
const pass = async (bytes: AsyncIterable<Uint8Array>, maxBytes: number, where: Where): Promise<void> => {
  let count = 0;
  for await (const chunk of bytes) {
    count += chunk.length;
    if (count > maxBytes) throw answerTooLarge(maxBytes, where);
  }
};

/** Skips a short epilogue; a longer one is not waited for. */
const passEpilogue = async (input: Input, maxBytes: number): Promise<void> => {
  let count = input.take(input.bytes.length).length;
  while (count <= maxBytes && (await input.more())) count += input.take(input.bytes.length).length;
};

/**
 * Yields the parts of a multipart message (RFC 2046) as its bytes arrive; only a possible beginning of a boundary is buffered.
 * @throws DICOMWEB_MULTIPART_BROKEN, also if the final boundary is missing; DICOMWEB_TOO_LARGE for an endless preamble
 */
export async function* partsOf(body: AsyncIterable<Uint8Array>, options: PartsOptions): AsyncGenerator<Part> {
  const { where = {}, maxBesideBytes = BESIDE_BYTES, maxHeaderBytes = HEADER_BYTES, maxParts = PARTS } = options;
  const delimiter = delimiterOf(options.boundary);
  const input = new Input(body, '\r\n'); // the first boundary may be on the first line
  let next: 'part' | 'end' = 'part';
  const untilNext = async function* () {
    next = yield* untilDelimiter(input, delimiter, where);
  };
  try {
    await pass(untilNext(), maxBesideBytes, where);
    for (let count = 1; next === 'part'; count++) {
      if (count > maxParts) throw brokenMultipart(`it has more than ${maxParts} parts`, where);
      // The line break before a boundary belongs to it, so an empty part's is that of its headers.
      const headers = await readHeaders(input, maxHeaderBytes, where);
      const rest = untilNext();
      yield { headers, body: unfinished(rest) };
      for await (const _passed of rest);
    }
    await passEpilogue(input, maxBesideBytes);
  } finally {
    await input.close();
  }
}

/** The same bytes; ending the iteration early leaves the rest to be skipped later. */
async function* unfinished(bytes: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let one = await bytes.next(); !one.done; one = await bytes.next()) yield one.value;
}
