import { z } from 'zod';

const NAME = /^[a-z0-9]+([-_][a-z0-9]+)*$/;

/** The last part of an entry's name, e.g. `sagt2` of `stacks.sagt2`. */
export const entrySuffix = (what: string) =>
  z.string().regex(NAME, 'expected lower-case words joined by "-" or "_"').describe(what);
