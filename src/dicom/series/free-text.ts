/**
 * A free text as it is searched: upper case, full-width letters as plain ones. Only patterns are matched against it; it never goes into a
 * message.
 */
export const searchable = (text: string | undefined): string => (text ?? '').normalize('NFKC').toUpperCase();

/** Matches any of the alternatives where it is not part of a longer word. Digits and underscores end a word: `FL3D`, `DIXON_W`. */
export const word = (...alternatives: readonly string[]): RegExp =>
  new RegExp(`(?<![A-Z])(?:${alternatives.join('|')})(?![A-Z])`);
