/** A time-out. */
export class TooLong extends Error {}

/** Resolves like the promise, within a time limit. @throws TooLong, naming what exceeded it */
export const withinTime = async <T>(what: string, timeoutMs: number, work: () => Promise<T> | T): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLong(`${what} took longer than ${timeoutMs / 1000} s`)), timeoutMs);
  });
  try {
    return await Promise.race([Promise.resolve(work()), tooLong]);
  } finally {
    clearTimeout(timer);
  }
};
