import { withTimeLimit } from '../../domain/time-limit.ts';

/** A time-out. */
export class TooLong extends Error {}

/** Resolves like the work, within a time limit. @throws TooLong, naming what exceeded it */
export const withinTime = <T>(what: string, timeoutMs: number, work: () => Promise<T> | T): Promise<T> =>
  withTimeLimit(timeoutMs, work, () => {
    throw new TooLong(`${what} took longer than ${timeoutMs / 1000} s`);
  });
