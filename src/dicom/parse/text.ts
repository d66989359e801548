/** Of SpecificCharacterSet's defined terms, the decoder for texts that are only matched: what it cannot decode does no harm. */
const DECODERS: readonly (readonly [RegExp, string])[] = [
  [/IR 192/, 'utf-8'],
  [/GB18030|GBK|IR 58/, 'gb18030'],
  [/IR 87|IR 159|2022 IR 13/, 'iso-2022-jp'],
  [/IR 13/, 'shift_jis'],
  [/IR 149/, 'euc-kr'],
  [/IR 101/, 'iso-8859-2'],
  [/IR 109/, 'iso-8859-3'],
  [/IR 110/, 'iso-8859-4'],
  [/IR 144/, 'iso-8859-5'],
  [/IR 127/, 'iso-8859-6'],
  [/IR 126/, 'iso-8859-7'],
  [/IR 138/, 'iso-8859-8'],
  [/IR 148/, 'windows-1254'],
  [/IR 166/, 'windows-874'],
];

const ESCAPE = 0x1b;

/** ISO 2022 announces Korean and Chinese by an escape and writes them as EUC, whose decoders know no escapes. */
const ANNOUNCEMENT = new RegExp(`${String.fromCharCode(ESCAPE)}(?:\\$\\)[AC]|[()-][A-Z])`, 'g');

/** What is not the same in every character set. */
const NOT_PLAIN = new RegExp(`[\\x80-\\xff${String.fromCharCode(ESCAPE)}]`);

/** The same bytes, which Node decodes. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** One character a byte, as ISO 646 and ISO 8859-1 have it. */
export const latin = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
  asBuffer(bytes).toString('latin1', from, to);

/**
 * A text in the character sets that its object declares, full-width letters as plain ones.
 * @param text its bytes, one character each
 * @param charsets gives the value of SpecificCharacterSet; only asked where a byte of the text is not plain
 */
export const decoded = (text: string, charsets: () => string | undefined): string => {
  if (!NOT_PLAIN.test(text)) return text;
  const declared = charsets() ?? '';
  const [, label] = DECODERS.find(([term]) => term.test(declared)) ?? [undefined, 'latin1'];
  return new TextDecoder(label).decode(Buffer.from(text, 'latin1')).replace(ANNOUNCEMENT, '').normalize('NFKC');
};
