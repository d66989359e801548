import { setTimeout as pause } from 'node:timers/promises';
import { grouped } from '../../domain/grouped.ts';

const TRIES = 20;
const PAUSE_MS = 10;
export const GRACE_MS = TRIES * PAUSE_MS;

/** Resources that keep the process alive, by kind: timers, sockets, file reads. */
const openNow = (): ReadonlyMap<string, readonly string[]> => grouped(process.getActiveResourcesInfo(), (kind) => kind);

/**
 * Records open resources; the returned function lists the kinds opened since, after a short grace period.
 * @param only  the kind that counts; all by default
 */
export const openResources = (only?: string): (() => Promise<readonly string[]>) => {
  const before = openNow();
  return async () => {
    let more: readonly string[] = [];
    for (let tries = 0; tries < TRIES; tries++) {
      await pause(PAUSE_MS);
      more = [...openNow()]
        .filter(([kind, { length }]) => (only ?? kind) === kind && length > (before.get(kind)?.length ?? 0))
        .map(([kind]) => kind);
      if (more.length === 0) return [];
    }
    return more;
  };
};
