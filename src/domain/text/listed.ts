/** `a, b, c and 4 more`: the first items of a list, for a message. */
export const firstOf = (items: readonly string[], most = 3, separator = ', '): string =>
  `${items.slice(0, most).join(separator)}${items.length > most ? ` and ${items.length - most} more` : ''}`;

/** `a, b`, or `nothing`. */
export const namesOrNothing = (names: readonly string[]): string => names.join(', ') || 'nothing';

/** `"a", "b"` */
export const quotedNames = (names: Iterable<string>): string => [...names].map((name) => `"${name}"`).join(', ');
