import { duration } from './duration.ts';

/** How fast something goes from now on. */
export interface Pace {
  readonly did: (count: number) => void;
  readonly perSecond: () => number;
  /** How long the rest takes: `, 5 min left`; nothing before there is a pace or where nothing is left. */
  readonly left: (rest: number) => string;
}

/** Taken where something was done last, so that the time that is left runs down until there is more, and not up. */
export const pace = (now = () => performance.now()): Pace => {
  const startedMs = now();
  let [done, lastMs] = [0, startedMs];
  const takenMs = () => Math.max(1, lastMs - startedMs);
  return {
    did: (count) => {
      done += count;
      lastMs = now();
    },
    perSecond: () => (done === 0 ? 0 : (1000 * done) / takenMs()),
    left: (rest) => {
      if (done === 0 || rest <= 0) return '';
      const atPaceMs = (rest * takenMs()) / done;
      return `, ${duration(Math.max(0, atPaceMs - (now() - lastMs)))} left`;
    },
  };
};
