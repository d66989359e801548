/** Runs work on each key sequentially, and waits for changes. */
export const inTurn = () => {
  const last = new Map<string, Promise<unknown>>();
  const listeners = new Set<() => void>();
  return {
    /** Runs work after all earlier work of the same key has ended, successfully or not. */
    within: <T>(key: string, work: () => Promise<T>): Promise<T> => {
      const before = last.get(key) ?? Promise.resolve();
      const result = before.then(work, work);
      const settled = result.catch(() => undefined).finally(() => last.get(key) === settled && last.delete(key));
      last.set(key, settled);
      return result;
    },
    changed: (): void => {
      for (const listener of [...listeners]) listener();
    },
    /** Waits for a change, a time, or a signal. */
    untilChange: (stop: AbortSignal, waitMs: number | undefined): Promise<void> =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          listeners.delete(done);
          stop.removeEventListener('abort', done);
          resolve();
        };
        const timer = waitMs === undefined ? undefined : setTimeout(done, Math.max(1, waitMs));
        listeners.add(done);
        stop.addEventListener('abort', done);
        if (stop.aborted) done();
      }),
  };
};
