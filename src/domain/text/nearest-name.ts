import { closest, distance } from 'fastest-levenshtein';

/** The known name closest to a mistyped one; undefined if none is close. */
export const nearestName = (given: string, known: readonly string[]): string | undefined => {
  if (known.length === 0) return undefined;
  const contained = known.find((name) => name.toLowerCase().startsWith(given.toLowerCase()) && given.length >= 3);
  const best = contained ?? closest(given, known);
  return contained !== undefined || distance(given, best) <= Math.max(2, Math.ceil(given.length / 3))
    ? best
    : undefined;
};

/** ` did you mean "sizeMm"? (known: as, sizeMm)`, ` known: as, sizeMm` or ` there are none`, to follow a semicolon. */
export const suggestion = (given: string, known: readonly string[]): string => {
  if (known.length === 0) return ' there are none';
  const best = nearestName(given, known);
  const all = `known: ${[...known].sort().join(', ')}`;
  return best === undefined ? ` ${all}` : ` did you mean "${best}"? (${all})`;
};
