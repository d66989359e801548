/** `"a", "b"` */
export const quotedNames = (names: Iterable<string>): string => [...names].map((name) => `"${name}"`).join(', ');
