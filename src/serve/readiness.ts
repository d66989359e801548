import { statfs } from 'node:fs/promises';
import type { Inbox } from './inbox/inbox.ts';

/** Whether the service works, and if not, why. */
interface Readiness {
  readonly isReady: boolean;
  readonly problems: readonly ('starting' | 'stopping' | 'disk-full' | 'stalled')[];
}

export interface Health {
  readonly readiness: () => Promise<Readiness>;
  /** Whether there is room for a request's instances. */
  readonly hasRoomFor: (bytes: number) => Promise<boolean>;
  /** Reports that the run takes studies from now on. */
  readonly started: () => void;
  /** Reports that a study has its result. */
  readonly finished: () => void;
}

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

export const serviceHealth = ({ folder, inbox, minFreeBytes, stallMs, stop, now }: HealthOptions): Health => {
  let isStarted = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  const hasRoomFor = async (bytes: number) => (await freeBytesIn(folder)) - bytes >= minFreeBytes;
  const isStalled = (): boolean => {
    const since = inbox.workSinceMs();
    return since !== undefined && now() - Math.max(since, lastMs) > stallMs;
  };
  return {
    hasRoomFor,
    readiness: async () => {
      const problems: Readiness['problems'][number][] = [];
      if (!isStarted) problems.push('starting');
      if (stop.aborted) problems.push('stopping');
      if (!(await hasRoomFor(0))) problems.push('disk-full');
      if (isStarted && isStalled()) problems.push('stalled');
      return { isReady: problems.length === 0, problems };
    },
    started: () => {
      isStarted = true;
      lastMs = now();
    },
    finished: () => {
      lastMs = now();
    },
  };
};
