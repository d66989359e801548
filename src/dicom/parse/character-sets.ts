import { latin } from './text.ts';

/** Decoding of one half of the code table. */
interface Coding {
  /** WHATWG encoding; undefined for bytes that are their own code points. */
  readonly label: string | undefined;
  /** Bytes per character in the lower half, for two-byte sets. */
  readonly wide?: boolean | undefined;
  /** Prefix that EUC-JP writes before each character of the set. */
  readonly prefix?: number | undefined;
}

const LATIN_1: Coding = { label: undefined };
const ASCII: Coding = LATIN_1;

/** Single-byte sets by ISO registry number (PS3.3 C.12.1.1.2). */
const ONE_BYTE: Readonly<Record<string, Coding>> = {
  '6': ASCII,
  '100': LATIN_1,
  '101': { label: 'iso-8859-2' },
  '109': { label: 'iso-8859-3' },
  '110': { label: 'iso-8859-4' },
  '144': { label: 'iso-8859-5' },
  '127': { label: 'iso-8859-6' },
  '126': { label: 'iso-8859-7' },
  '138': { label: 'iso-8859-8' },
  '148': { label: 'windows-1254' },
  '203': { label: 'iso-8859-15' },
  '166': { label: 'windows-874' },
  '13': { label: 'shift_jis' },
};

/** Sets that apply to all text of an object and have no escapes. */
const ALONE: readonly (readonly [RegExp, string])[] = [
  [/IR 192$/, 'utf-8'],
  [/^GB18030$/, 'gb18030'],
  [/^GBK$/, 'gbk'],
];

/** Effect of an escape sequence on the lower (G0) or upper half (G1) of the code table (PS3.3 table C.12-3 and C.12-4). */
const ESCAPES: Readonly<Record<string, { readonly half: 'lower' | 'upper'; readonly coding: Coding }>> = {
  '(B': { half: 'lower', coding: ASCII },
  '(J': { half: 'lower', coding: ASCII },
  ')I': { half: 'upper', coding: { label: 'shift_jis' } },
  $B: { half: 'lower', coding: { label: 'euc-jp', wide: true } },
  '$(D': { half: 'lower', coding: { label: 'euc-jp', wide: true, prefix: 0x8f } },
  '$)C': { half: 'upper', coding: { label: 'euc-kr' } },
  '$)A': { half: 'upper', coding: { label: 'gb18030' } },
  '-A': { half: 'upper', coding: LATIN_1 },
  '-B': { half: 'upper', coding: { label: 'iso-8859-2' } },
  '-C': { half: 'upper', coding: { label: 'iso-8859-3' } },
  '-D': { half: 'upper', coding: { label: 'iso-8859-4' } },
  '-L': { half: 'upper', coding: { label: 'iso-8859-5' } },
  '-G': { half: 'upper', coding: { label: 'iso-8859-6' } },
  '-F': { half: 'upper', coding: { label: 'iso-8859-7' } },
  '-H': { half: 'upper', coding: { label: 'iso-8859-8' } },
  '-M': { half: 'upper', coding: { label: 'windows-1254' } },
  '-b': { half: 'upper', coding: { label: 'iso-8859-15' } },
  '-T': { half: 'upper', coding: { label: 'windows-874' } },
};

const ESCAPE = 0x1b;
const UPPER = 0x80;
const LONGEST_ESCAPE = 3;
/** Tab, line feed, form feed, carriage return and backslash reset the escapes; in names also ^ and =. */
const DELIMITERS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x5c]);
const NAME_DELIMITERS: ReadonlySet<number> = new Set([...DELIMITERS, 0x5e, 0x3d]);

const read = (bytes: Uint8Array, { label }: Coding): string =>
  label === undefined ? latin(bytes) : new TextDecoder(label).decode(bytes);

/** Two-byte characters of the lower half, moved to the upper half as in EUC-JP. */
const readWide = (bytes: Uint8Array, coding: Coding): string => {
  const raised: number[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    if (coding.prefix !== undefined) raised.push(coding.prefix);
    raised.push(bytes[at]! | UPPER, bytes[at + 1]! | UPPER);
  }
  return read(Uint8Array.from(raised), coding);
};

const escapeAt = (bytes: Uint8Array, at: number) => {
  for (let length = 2; length <= LONGEST_ESCAPE; length++) {
    const found = ESCAPES[latin(bytes, at + 1, Math.min(at + 1 + length, bytes.length))];
    if (found !== undefined) return { ...found, length: length + 1 };
  }
  return undefined;
};

/** A text with escapes: runs of bytes of one half, each in the set selected last. */
const readEscaped = (bytes: Uint8Array, upperAtStart: Coding, delimiters: ReadonlySet<number>): string => {
  let [lower, upper] = [ASCII, upperAtStart];
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const found = bytes[at] === ESCAPE ? escapeAt(bytes, at) : undefined;
    if (found !== undefined) {
      if (found.half === 'lower') lower = found.coding;
      else upper = found.coding;
      at += found.length;
      continue;
    }
    if (!lower.wide && delimiters.has(bytes[at]!)) {
      text += latin(bytes, at, ++at);
      [lower, upper] = [ASCII, upperAtStart];
      continue;
    }
    const start = at;
    const isUpper = bytes[at]! >= UPPER;
    do at++;
    while (
      at < bytes.length &&
      bytes[at] !== ESCAPE &&
      bytes[at]! >= UPPER === isUpper &&
      (lower.wide || !delimiters.has(bytes[at]!))
    );
    const run = bytes.subarray(start, at);
    text += isUpper ? read(run, upper) : lower.wide ? readWide(run, lower) : latin(run);
  }
  return text;
};

/**
 * Decodes text in any character set of the standard, with code extensions (PS3.5 6.1.2.5). Bytes outside the declared set are read as Latin 1,
 * which files without a declaration mostly mean.
 * @param charsets the values of SpecificCharacterSet
 * @param isName   whether it is a person's name, whose components and groups reset to the first set
 */
export const textIn = (bytes: Uint8Array, charsets: readonly string[], isName = false): string => {
  const [first = ''] = charsets;
  const [, alone] = ALONE.find(([term]) => term.test(first)) ?? [];
  if (alone !== undefined) return new TextDecoder(alone).decode(bytes);
  const number = /IR (\d+)$/.exec(first)?.[1] ?? '6';
  return readEscaped(bytes, ONE_BYTE[number] ?? LATIN_1, isName ? NAME_DELIMITERS : DELIMITERS);
};
