import type { JetStreamManager } from '@nats-io/jetstream';
import { inFlightCount } from './in-flight-count.ts';
import { queueState } from './queue-stream.ts';

/** Progress of a queue. */
export interface QueueCounts {
  readonly queue: string;
  readonly fingerprint: string;
  /** Acknowledged: their results are on disk. */
  readonly done: number;
  /** Waiting and in flight. */
  readonly left: number;
  readonly inFlight: number;
  /** In flight after a redelivery, since their earlier worker went silent. */
  readonly redelivered: number;
  /** Pending requests: idle slots of workers. */
  readonly waiting: number;
  /** Time of observation in ms since 1970, for rates. */
  readonly atMs: number;
}

/** @throws QUEUE_MISSING, QUEUE_UNFIT */
export const queueCounts = async (manager: JetStreamManager, name: string, now: () => number): Promise<QueueCounts> => {
  const { whole, stream, workers } = await queueState(manager, name);
  const { messages, last_seq } = stream.state;
  return {
    queue: name,
    fingerprint: whole.fingerprint,
    done: last_seq - messages,
    left: messages,
    inFlight: await inFlightCount(manager, workers),
    redelivered: workers.num_redelivered,
    waiting: workers.num_waiting,
    atMs: now(),
  };
};

export interface QueuePace {
  /** Studies per second; undefined without progress. */
  readonly perS: number | undefined;
  readonly leftS: number | undefined;
}

/** Pace between two observations, and the time left at that pace. */
export const queuePace = (before: QueueCounts, after: QueueCounts): QueuePace => {
  const perS = (1000 * (after.done - before.done)) / (after.atMs - before.atMs);
  if (!(perS > 0)) return { perS: undefined, leftS: after.left === 0 ? 0 : undefined };
  return { perS, leftS: after.left / perS };
};
