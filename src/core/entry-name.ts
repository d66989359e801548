import { z } from 'zod';

const NAME = /^[a-z0-9]+([-_][a-z0-9]+)*$/;

/**
 * Returns a schema for the last part of an entry's name, e.g. `sagt2` of `stacks.sagt2`: lower-case words joined by `-`
 * or `_`.
 * @param what  description of the option in help and editors
 *
 * @example
 * import { entrySuffix, z } from 'spinestream/operators';
 *
 * const options = z.strictObject({ stacks: entrySuffix('the stacks to read') });
 * options.safeParse({ stacks: 'sagt2' }).success; // true
 * options.safeParse({ stacks: 'Sag T2' }).success; // false
 */
export const entrySuffix = (what: string) =>
  z.string().regex(NAME, 'expected lower-case words joined by "-" or "_"').describe(what);

/** The entries of a kind with these suffixes; none where an option names none. */
export const entryNames = <Kind extends string>(
  kind: Kind,
  suffixes: string | readonly string[] = [],
): readonly `${Kind}.${string}`[] => [suffixes].flat().map((suffix) => `${kind}.${suffix}` as const);
