/** Something did not end in time. */
export class TooLong extends Error {}

/** What a promise gives, within a time. @throws TooLong, which says what took longer */
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
