export type AbandonedSteps = ReturnType<typeof abandonedSteps>;

/**
 * Counts steps that keep running although their study was cancelled. Allows one in a run with a concurrency of 1,
 * otherwise as many as the concurrency, so that at most twice the concurrency runs.
 */
export const abandonedSteps = (concurrency: number) => {
  const most = Math.max(2, concurrency);
  let [running, count] = [0, 0];
  return {
    /** @returns the current number */
    add: (ended: Promise<void>): number => {
      count++;
      void ended.then(() => running--);
      return ++running;
    },
    /** The total so far. */
    count: () => count,
    /** Whether too many keep running for a new study to begin. */
    tooMany: () => running >= most,
  };
};
