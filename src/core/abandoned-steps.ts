/** Steps that keep running although their study was cancelled. */
export interface AbandonedSteps {
  /** @returns the current number */
  readonly add: (ended: Promise<void>) => number;
  /** The total so far. */
  readonly count: () => number;
  /** Whether too many keep running for a new study to begin. */
  readonly tooMany: () => boolean;
}

/**
 * Allows one in a run with a concurrency of 1, otherwise as many as the concurrency, so that at most twice the
 * concurrency runs.
 */
export const abandonedSteps = (concurrency: number): AbandonedSteps => {
  const most = Math.max(2, concurrency);
  let [running, count] = [0, 0];
  return {
    add: (ended) => {
      count++;
      void ended.then(() => running--);
      return ++running;
    },
    count: () => count,
    tooMany: () => running >= most,
  };
};
