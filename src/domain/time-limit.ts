/** Resolves like the work, or like `late` after `ms`, which may also throw. */
export const withTimeLimit = async <T>(ms: number, work: () => Promise<T> | T, late: () => T): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    return await Promise.race([work(), limit.then(late)]);
  } finally {
    clearTimeout(timer);
  }
};
