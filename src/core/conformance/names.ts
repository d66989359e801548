export const quotedNames = (names: Iterable<string>): string => [...names].map((name) => `"${name}"`).join(', ');

/** Those names that are not among the others. */
export const namesBeyond = (names: Iterable<string>, others: Iterable<string>): readonly string[] => {
  const known = new Set(others);
  return [...names].filter((name) => !known.has(name));
};
