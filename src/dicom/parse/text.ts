/** Decoders by the defined terms of SpecificCharacterSet, for text that is only matched: undecodable bytes do no harm. */
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

/** ISO 2022 announces Korean and Chinese by an escape and encodes them as EUC, whose decoders do not accept escapes. */
const ANNOUNCEMENT = new RegExp(`${String.fromCharCode(ESCAPE)}(?:\\$\\)[AC]|[()-][A-Z])`, 'g');

/** Bytes that differ between character sets. */
const NOT_PLAIN = new RegExp(`[\\x80-\\xff${String.fromCharCode(ESCAPE)}]`);

/** The same bytes, as Node decodes them. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** One byte per character, as in ISO 646 and ISO 8859-1. */
export const latin = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
  asBuffer(bytes).toString('latin1', from, to);

/**
 * Text in the object's declared character sets, with full-width letters as plain ones.
 * @param text its bytes, one character each
 * @param charsets returns the value of SpecificCharacterSet; only called if the text is not plain ASCII
 */
export const decoded = (text: string, charsets: () => string | undefined): string => {
  if (!NOT_PLAIN.test(text)) return text;
  const declared = charsets() ?? '';
  const [, label] = DECODERS.find(([term]) => term.test(declared)) ?? [undefined, 'latin1'];
  return new TextDecoder(label).decode(Buffer.from(text, 'latin1')).replace(ANNOUNCEMENT, '').normalize('NFKC');
};
