import { setTimeout as pause } from 'node:timers/promises';

const TRIES = 20;
const PAUSE_MS = 10;

/** Resources that keep the process alive, by kind: timers, sockets, file reads. */
const countsNow = (): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
};

/** Records open resources; the returned function lists the kinds opened since, after a short grace period. */
export const openResources = (): (() => Promise<readonly string[]>) => {
  const before = countsNow();
  return async () => {
    let more: readonly string[] = [];
    for (let tries = 0; tries < TRIES; tries++) {
      await pause(PAUSE_MS);
      more = [...countsNow()].filter(([kind, count]) => count > (before.get(kind) ?? 0)).map(([kind]) => kind);
      if (more.length === 0) return [];
    }
    return more;
  };
};
