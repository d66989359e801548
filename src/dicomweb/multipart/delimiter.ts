const CRLF = '\r\n';
const [DASH, SPACE, TAB, CR, LF] = [0x2d, 0x20, 0x09, 0x0d, 0x0a];
/** Maximum whitespace after a boundary (RFC 2046 5.1.1); gateways add less. */
const MOST_BLANKS = 256;

/** Type and position of the next delimiter: `more` if the bytes end too early, with the number of bytes before it that are content. */
export type Found =
  | { readonly kind: 'part' | 'end'; readonly from: number; readonly to: number }
  | { readonly kind: 'more'; readonly from: number };

/** Prefix of every part's delimiter: a line of its own. The first boundary has no preceding line break, so the reader adds one. */
export const delimiterOf = (boundary: string): Buffer => Buffer.from(`${CRLF}--${boundary}`, 'latin1');

/** Meaning of the bytes after a boundary: the next part's headers, the end, or text, which makes it no boundary. Undefined if too few bytes. */
const kindAt = (
  bytes: Buffer,
  at: number,
): { readonly kind: 'part' | 'end' | 'none'; readonly to: number } | undefined => {
  if (bytes[at] === DASH) {
    if (at + 1 >= bytes.length) return undefined;
    if (bytes[at + 1] === DASH) return { kind: 'end', to: at + 2 };
  }
  let to = at;
  while (to < at + MOST_BLANKS && (bytes[to] === SPACE || bytes[to] === TAB)) to++;
  if (to >= bytes.length || (to + 1 >= bytes.length && bytes[to] === CR)) return undefined;
  return bytes[to] === CR && bytes[to + 1] === LF ? { kind: 'part', to: to + 2 } : { kind: 'none', to };
};

/** Number of trailing bytes that may begin a delimiter. */
const beginningAtEnd = (bytes: Buffer, delimiter: Buffer): number => {
  for (let count = Math.min(bytes.length, delimiter.length - 1); count > 0; count--)
    if (bytes.compare(delimiter, 0, count, bytes.length - count) === 0) return count;
  return 0;
};

/** Finds the first delimiter. A boundary with further text, as may occur in pixels by chance or in nested messages, does not count. */
export const findDelimiter = (bytes: Buffer, delimiter: Buffer): Found => {
  for (let from = 0; ; ) {
    const at = bytes.indexOf(delimiter, from);
    if (at < 0) return { kind: 'more', from: bytes.length - beginningAtEnd(bytes, delimiter) };
    const found = kindAt(bytes, at + delimiter.length);
    if (found === undefined) return { kind: 'more', from: at };
    if (found.kind !== 'none') return { kind: found.kind, from: at, to: found.to };
    from = at + delimiter.length;
  }
};
