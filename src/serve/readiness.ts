import { statfs } from 'node:fs/promises';
import type { Inbox } from './inbox/inbox.ts';

export type Health = ReturnType<typeof serviceHealth>;

export interface HealthOptions {
  readonly folder: string;
  readonly inbox: Pick<Inbox, 'workSinceMs'>;
  /** Reserved for results, so that studies already received can still be graded. */
  readonly minFreeBytes: number;
  /** Time without a finished study while work is waiting, which indicates a fault. */
  readonly stallMs: number;
  readonly stop: AbortSignal;
  readonly now: () => number;
}

const freeBytesIn = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

export const serviceHealth = ({ folder, inbox, minFreeBytes, stallMs, stop, now }: HealthOptions) => {
  let isStarted = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  const hasRoomFor = async (bytes: number) => (await freeBytesIn(folder)) - bytes >= minFreeBytes;
  const isStalled = (): boolean => {
    const since = inbox.workSinceMs();
    return since !== undefined && now() - Math.max(since, lastMs) > stallMs;
  };
  return {
    /** Whether there is room for a request's instances. */
    hasRoomFor,
    /** Whether the service works, and if not, why. */
    readiness: async () => {
      const problems: ('starting' | 'stopping' | 'disk-full' | 'stalled')[] = [];
      if (!isStarted) problems.push('starting');
      if (stop.aborted) problems.push('stopping');
      if (!(await hasRoomFor(0))) problems.push('disk-full');
      if (isStarted && isStalled()) problems.push('stalled');
      return { isReady: problems.length === 0, problems };
    },
    /** Reports that the run takes studies from now on. */
    started: (): void => {
      isStarted = true;
      lastMs = now();
    },
    /** Reports that a study has its result. */
    finished: (): void => {
      lastMs = now();
    },
  };
};
