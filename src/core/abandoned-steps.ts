/** Steps that go on although their study was cancelled. */
export interface AbandonedSteps {
  /** @returns how many there are now */
  readonly add: (ended: Promise<void>) => number;
  /** All that there ever were. */
  readonly count: () => number;
  /** Whether so many go on that no study may be begun beside them. */
  readonly tooMany: () => boolean;
}

/** One may go on beside a run that works on one study at a time, and as many as it works on otherwise: twice its concurrency is the most at work. */
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
