import { timeLeftMs } from '../../run/time-left.ts';
import { duration } from './duration.ts';

export type Pace = ReturnType<typeof pace>;

/** Measures the pace of work from now on, whenever an item finishes, so that the time left counts down in between. */
export const pace = (now = () => performance.now()) => {
  const startedMs = now();
  let [done, lastMs] = [0, startedMs];
  const takenMs = () => Math.max(1, lastMs - startedMs);
  return {
    did: (count: number): void => {
      done += count;
      lastMs = now();
    },
    perSecond: () => (done === 0 ? 0 : (1000 * done) / takenMs()),
    /** Estimated time left, `, 5 min left`; empty without a pace or when nothing is left. */
    left: (rest: number): string => {
      if (done === 0 || rest <= 0) return '';
      const leftMs = timeLeftMs({ done, rest, takenMs: takenMs(), sinceMs: now() - lastMs });
      return `, ${duration(leftMs)} left`;
    },
  };
};
