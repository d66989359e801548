import { statfs } from 'node:fs/promises';
import type { Inbox } from './inbox/inbox.ts';

/** Whether the service does its work, and why not. */
export interface Readiness {
  readonly isReady: boolean;
  readonly problems: readonly ('starting' | 'stopping' | 'disk-full' | 'stalled')[];
}

export interface Health {
  readonly readiness: () => Promise<Readiness>;
  /** Whether there is room for what a request brings. */
  readonly hasRoomFor: (bytes: number) => Promise<boolean>;
  /** The run takes studies from now on. */
  readonly started: () => void;
  /** A study has its result. */
  readonly finished: () => void;
}

export interface HealthOptions {
  readonly folder: string;
  readonly inbox: Pick<Inbox, 'workSinceMs'>;
  /** Left for results, so that studies which are there can still be graded. */
  readonly minFreeBytes: number;
  /** Nothing finishes for so long while work waits: something is wrong. */
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
