/** The names that are missing from the others. */
export const namesBeyond = (names: Iterable<string>, others: Iterable<string>): readonly string[] => {
  const known = new Set(others);
  return [...names].filter((name) => !known.has(name));
};
