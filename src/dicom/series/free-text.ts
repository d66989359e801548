/**
 * Free text normalised for matching: upper case, full-width letters as plain ones. It is only matched against patterns and never appears in messages.
 */
export const searchable = (text: string | undefined): string => (text ?? '').normalize('NFKC').toUpperCase();

/** Matches any of the alternatives as a whole word. Digits and underscores count as word boundaries: `FL3D`, `DIXON_W`. */
export const word = (...alternatives: readonly string[]): RegExp =>
  new RegExp(`(?<![A-Z])(?:${alternatives.join('|')})(?![A-Z])`);
